import { randomUUID } from 'node:crypto';

import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import featuresGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featuresPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';

import { type Proposed, StandInLog, type StoredEvent } from './stand-in-log.js';
import {
  batchAnswer,
  checkpoint,
  confirmation,
  correlationOf,
  expectedOf,
  proposedOf,
  readEvent,
  streamNotFound,
  streamOf,
} from './stand-in-wire.js';

type ReadRequest = InstanceType<typeof streamsPb.ReadReq>;
type ReadAnswer = InstanceType<typeof streamsPb.ReadResp>;
type ReadOptions = InstanceType<typeof streamsPb.ReadReq.Options>;
type BatchRequest = InstanceType<typeof streamsPb.BatchAppendReq>;
type BatchAnswer = InstanceType<typeof streamsPb.BatchAppendResp>;
type BatchOptions = InstanceType<typeof streamsPb.BatchAppendReq.Options>;
type ReadCall = ServerWritableStream<ReadRequest, ReadAnswer>;
type BatchCall = ServerDuplexStream<BatchRequest, BatchAnswer>;

const checkpointAfter = 2;

const isOurs = (options: ReadOptions) => {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList();
  return ({ stream }: StoredEvent): boolean =>
    prefixes === undefined || prefixes.some((prefix) => stream.startsWith(prefix));
};

const isBackwards = (options: ReadOptions): boolean =>
  options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;

const wantsStructured = (options: ReadOptions): boolean =>
  options.getUuidOption()?.hasStructured() ?? false;

/** Reading starts with the event at the place, a subscription after it. */
const startOfAll = (options: ReadOptions): bigint => {
  const all = options.getAll();
  if (all?.hasEnd() === true) return 2n ** 63n - 1n;
  return BigInt(all?.getPosition()?.getCommitPosition() ?? 0);
};

const readAll = (log: StandInLog, options: ReadOptions): readonly StoredEvent[] => {
  const from = startOfAll(options);
  const ours = log.events.filter(isOurs(options));
  return isBackwards(options)
    ? ours.filter(({ position }) => position <= from).reverse()
    : ours.filter(({ position }) => position >= from);
};

const readStream = (log: StandInLog, options: ReadOptions): readonly StoredEvent[] | undefined => {
  const wanted = options.getStream();
  const held = log.stream(streamOf(wanted?.getStreamIdentifier()));
  const from = wanted?.hasRevision() === true ? Number(wanted.getRevision()) : 0;
  return isBackwards(options) ? [...(held ?? [])].reverse() : held?.slice(from);
};

const answerRead = (log: StandInLog, call: ReadCall, options: ReadOptions): void => {
  const found = options.hasStream() ? readStream(log, options) : readAll(log, options);
  if (found === undefined) {
    call.write(streamNotFound(streamOf(options.getStream()?.getStreamIdentifier())));
  } else {
    const count = Math.min(Number(options.getCount()), found.length);
    for (const event of found.slice(0, count))
      call.write(readEvent(event, wantsStructured(options)));
  }
  call.end();
};

const answerSubscription = (log: StandInLog, call: ReadCall, options: ReadOptions): void => {
  call.write(confirmation(randomUUID()));
  const matches = isOurs(options);
  let at = options.getAll()?.hasStart() === true ? -1n : startOfAll(options);
  let skipped = 0;
  const send = (): void => {
    for (const event of log.events) {
      if (event.position <= at) continue;
      at = event.position;
      skipped = matches(event) ? 0 : skipped + 1;
      if (matches(event)) call.write(readEvent(event, wantsStructured(options)));
      else if (skipped % checkpointAfter === 0) call.write(checkpoint(at));
    }
  };
  const leave = log.follow(send);
  call.on('cancelled', leave).on('close', leave);
  send();
};

const supported = (path: string) => {
  const [, service = '', method = ''] = path.split('/');
  const found = new featuresPb.SupportedMethod();
  found.setServiceName(service.toLowerCase());
  return found.setMethodName(method.toLowerCase());
};

type Half = { readonly options: BatchOptions; readonly proposed: Proposed[] };

const appendBatches = (log: StandInLog, call: BatchCall): void => {
  const halves = new Map<string, Half>();
  call.on('data', (request: BatchRequest) => {
    const correlation = correlationOf(request);
    const options = request.getOptions();
    if (options !== undefined) halves.set(correlation, { options, proposed: [] });
    const half = halves.get(correlation);
    if (half === undefined) return;
    half.proposed.push(...proposedOf(request));
    if (!request.getIsFinal()) return;
    halves.delete(correlation);
    const stream = streamOf(half.options.getStreamIdentifier());
    const expected = expectedOf(half.options);
    const answer = log.append(stream, expected, half.proposed);
    call.write(batchAnswer({ correlation, stream, expected }, answer));
  });
  call.on('end', () => call.end());
};

export type StandIn = {
  /** A connection string for the official client. */
  readonly url: string;
  readonly log: StandInLog;
  /** Ends every connection, and refuses new ones. */
  readonly shut: () => Promise<void>;
  /** Listens again at the same address, with the same events. */
  readonly reopen: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const serverOf = (log: StandInLog): Server => {
  const server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });
  server.addService(featuresGrpc.ServerFeaturesService, {
    getSupportedMethods: (
      _: unknown,
      answer: (error: null, value: InstanceType<typeof featuresPb.SupportedMethods>) => void,
    ) => {
      const { read, batchAppend } = streamsGrpc.StreamsService;
      const methods = new featuresPb.SupportedMethods();
      methods.setMethodsList([read.path, batchAppend.path].map(supported));
      answer(null, methods.setEventStoreServerVersion('24.2.0'));
    },
  });
  const unsupported = (_: unknown, answer: (error: { code: number }) => void): void =>
    answer({ code: status.UNIMPLEMENTED });
  server.addService(streamsGrpc.StreamsService, {
    read: (call: ReadCall) => {
      const options = call.request.getOptions() ?? new streamsPb.ReadReq.Options();
      if (options.hasSubscription()) answerSubscription(log, call, options);
      else answerRead(log, call, options);
    },
    batchAppend: (call: BatchCall) => appendBatches(log, call),
    append: unsupported,
    delete: unsupported,
    tombstone: unsupported,
  });
  return server;
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const address = `127.0.0.1:${String(port)}`;
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });

/**
 * A stand-in for the gRPC service of KurrentDB: it speaks the part of the wire protocol that our adapter uses,
 * to the real client, and keeps events in memory. It is not the server: durability, clusters, access control
 * and time are not in it.
 */
export const startStandIn = async (): Promise<StandIn> => {
  const log = new StandInLog();
  let server = serverOf(log);
  const port = await listen(server, 0);
  const shut = (): Promise<void> => {
    server.forceShutdown();
    return Promise.resolve();
  };
  return {
    url: `kurrentdb://127.0.0.1:${String(port)}?tls=false`,
    log,
    shut,
    reopen: async () => {
      server = serverOf(log);
      await listen(server, port);
    },
    stop: shut,
  };
};
