-- Over how many partitions the relay spreads the keys of a topic (ADR-0026): as many as it had when a relay first
-- met it. A key whose partition changed would lose its order.
create table relay.topic (
  topic      text    not null,
  partitions integer not null,
  constraint topic_pk primary key (topic)
);
