"""Produces, consumes in a group, rebalances and resumes with confluent-kafka (librdkafka)."""
import sys
import time

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap = sys.argv[1]
topic = "confluent"
base = {"bootstrap.servers": bootstrap}


def until(condition, seconds, what):
    end = time.time() + seconds
    while not condition():
        assert time.time() < end, what()


admin = AdminClient(base)
admin.create_topics([NewTopic(topic, 4, 1)])[topic].result(20)

errors = []
for codec in ("none", "gzip", "snappy", "lz4", "zstd"):
    producer = Producer({**base, "enable.idempotence": True, "compression.type": codec, "linger.ms": 5})
    for i in range(200):
        producer.produce(topic, key=b"k%d" % i, value=b"%s %d" % (codec.encode(), i), headers={"h": b"1"},
                         on_delivery=lambda e, m: errors.append(e) if e else None)
    assert producer.flush(30) == 0
assert not errors, errors

for strategy in ("range", "cooperative-sticky"):
    seen = set()

    def member():
        consumer = Consumer({**base, "group.id": "g-" + strategy, "auto.offset.reset": "earliest", "check.crcs": True,
                             "partition.assignment.strategy": strategy, "session.timeout.ms": 10000, "heartbeat.interval.ms": 500})
        consumer.subscribe([topic])
        return consumer

    # One at a time: librdkafka says of its batch API that messages may be lost when a rebalance falls into a call.
    def pump(*consumers):
        for consumer in consumers:
            for _ in range(100):
                message = consumer.poll(0.05)
                if message is None:
                    break
                if not message.error():
                    seen.add((message.partition(), message.offset()))

    def owned(consumer):
        return {p.partition for p in consumer.assignment()}

    first = member()
    until(lambda: pump(first) or owned(first) == {0, 1, 2, 3}, 60, lambda: "all partitions at the first member")
    second = member()
    until(lambda: pump(first, second) or (len(owned(first)) == 2 and len(owned(second)) == 2), 60, lambda: "two partitions each")
    until(lambda: pump(first, second) or len(seen) == 1000, 60, lambda: f"{len(seen)} of 1000 messages")
    second.close()
    until(lambda: pump(first) or owned(first) == {0, 1, 2, 3}, 60, lambda: "all partitions back")
    first.commit(offsets=[TopicPartition(topic, p, first.get_watermark_offsets(TopicPartition(topic, p))[1]) for p in range(4)], asynchronous=False)
    first.close()
    resumed = member()
    assert sum(p.offset for p in resumed.committed([TopicPartition(topic, p) for p in range(4)], 20)) == 1000
    resumed.close()

admin.delete_topics([topic])[topic].result(20)
