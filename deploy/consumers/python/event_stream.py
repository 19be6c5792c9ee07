"""Reads a topic of Ringfleet from given offsets on, without a consumer group: who keeps the offsets beside what it made of the records loses and doubles nothing."""

import os
import sys
from dataclasses import dataclass

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

BATCH = 1_000


@dataclass(frozen=True)
class Event:
    """One record. `value` is None on a tombstone."""

    partition: int
    offset: int
    key: str
    value: bytes | None
    headers: dict[str, str]
    milliseconds: int

    @property
    def version(self) -> tuple[int, int]:
        """How new a state of its key is: (epoch, sequence)."""
        return int(self.headers.get("rf_epoch", "0")), int(self.headers["ce_sequence"])


class EventStream:
    def __init__(self, brokers: str, topic: str, name: str) -> None:
        username = os.environ.get("RINGFLEET_KAFKA_USERNAME")
        settings = {
            "bootstrap.servers": brokers,
            # librdkafka wants a group, though nobody joins it and no offset is committed; who signs in may use those that begin with its name.
            "group.id": f"{username or 'ringfleet'}.{name}",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",  # what a transaction took back was never said
            "auto.offset.reset": "earliest",  # where what came next was compacted away
            "enable.partition.eof": True,
        }
        if username:
            secure = os.environ.get("RINGFLEET_KAFKA_TLS") == "on"
            settings |= {
                "security.protocol": "SASL_SSL" if secure else "SASL_PLAINTEXT",
                "sasl.mechanism": "SCRAM-SHA-512",
                "sasl.username": username,
                "sasl.password": os.environ["RINGFLEET_KAFKA_PASSWORD"],
            }
        self.topic = topic
        self.consumer = Consumer(settings)

    def partitions(self) -> list[int]:
        found = self.consumer.list_topics(self.topic, timeout=30).topics[self.topic]
        if found.error:
            raise KafkaException(found.error)
        return sorted(found.partitions)

    def batches(self, offsets: dict[int, int], follow: bool):
        """Events from the offsets on (a partition without one: from its start) as lists of at most a thousand; unless it follows, up to the end as it is reached."""
        partitions = self.partitions()
        self.consumer.assign([TopicPartition(self.topic, each, offsets.get(each, OFFSET_BEGINNING)) for each in partitions])
        unread = set(partitions)
        while follow or unread:
            first = self.consumer.poll(1.0)  # and with it all that has come meanwhile
            messages = [] if first is None else [first, *self.consumer.consume(BATCH - 1, timeout=0)]
            yield [event_of(message) for message in messages if not self.is_end(message, unread)]

    @staticmethod
    def is_end(message: Message, unread: set[int]) -> bool:
        """Whether it says that a partition is at its end, rather than being a record."""
        error = message.error()
        if error is None:
            return False
        if error.code() == KafkaError._PARTITION_EOF:
            unread.discard(message.partition())
            return True
        if error.retriable():
            print(f"{error.str()}; it is tried again", file=sys.stderr)
            return True
        raise KafkaException(error)

    def close(self) -> None:
        self.consumer.close()


def event_of(message: Message) -> Event:
    headers = {name: value.decode() for name, value in message.headers() or []}
    return Event(message.partition(), message.offset(), message.key().decode(), message.value(), headers, message.timestamp()[1])
