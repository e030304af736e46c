"""Produces with every acknowledgement level and reads back, by offset and by time, with kafka-python."""
import sys

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

bootstrap = sys.argv[1]
admin = KafkaAdminClient(bootstrap_servers=bootstrap)
for acks in (0, 1, "all"):
    topic = f"python-{acks}"
    admin.create_topics([NewTopic(topic, 1, 1)])
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks=acks)
    for i in range(100):
        producer.send(topic, b"%d" % i, timestamp_ms=1_700_000_000_000 + i)
    producer.flush(30)
    producer.close()
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=20000)
    partition = TopicPartition(topic, 0)
    consumer.assign([partition])
    values = [next(consumer).value for _ in range(100)]
    assert values == [b"%d" % i for i in range(100)], values
    found = consumer.offsets_for_times({partition: 1_700_000_000_040})[partition]
    assert found.offset == 40, found
    consumer.close()
