export type TestBroker = {
  /** host:port */
  readonly brokers: string;
  /** `kill -9`. */
  readonly kill: () => Promise<void>;
  /** Brings a killed or stopped one back on the same data and port. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export declare const startBroker: (options?: {
  readonly folder?: string;
  readonly port?: number;
}) => Promise<TestBroker>;
