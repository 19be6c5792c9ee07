"""Keeps a copy of Ringfleet's devices: python mirror.py --brokers kafka:9092 --state devices.sqlite [--follow]

It starts empty, reads what the topic holds and goes on from there; run again, it goes on where it stopped, killed or not. Without --follow it ends at the end of the
topic and says what it did. `--list` prints the devices it has, one JSON object a line.
"""

import argparse
import json
import pathlib
import sqlite3
import sys
import time

from event_stream import Event, EventStream

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "gen"))
from google.protobuf.json_format import MessageToDict  # noqa: E402
from ringfleet.inventory.v1.device_pb2 import DeviceChanged  # noqa: E402

TOPIC = "inventory.device.v1"
# How long every change stays readable. Who was away longer than that may find gaps, and a deleted key need not be remembered longer.
SEVEN_DAYS_MS = 7 * 24 * 3600 * 1000

SCHEMA = """
create table if not exists devices (
  id text primary key, epoch integer not null, sequence integer not null, milliseconds integer not null, deleted integer not null, state blob
) without rowid;
create table if not exists offsets (partition integer primary key, next integer not null);
"""


class Mirror:
    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path)
        self.db.executescript(SCHEMA)
        self.counts = {"records": 0, "repeats": 0, "gaps": 0}

    def offsets(self) -> dict[int, int]:
        return dict(self.db.execute("select partition, next from offsets"))

    def take(self, events: list[Event]) -> None:
        """Records and the place after them in one transaction: whatever happens, both are written or neither."""
        with self.db:
            for event in events:
                self.apply(event)
                self.db.execute("insert or replace into offsets values (?, ?)", (event.partition, event.offset + 1))

    def apply(self, event: Event) -> None:
        self.counts["records"] += 1
        known = self.db.execute("select epoch, sequence, milliseconds from devices where id = ?", (event.key,)).fetchone()
        if known and event.version <= known[:2]:
            self.counts["repeats"] += 1  # at least once: it came before
            return
        if known and self.is_gap(event, known):
            self.counts["gaps"] += 1
            print(f"{event.key}: {event.version} follows {known[:2]}; what lay between is lost", file=sys.stderr)
        deleted = event.value is None or DeviceChanged.FromString(event.value).deleted
        # A deleted device stays as its number alone: an older state that comes late must not bring it back.
        state = None if deleted else event.value
        self.db.execute("insert or replace into devices values (?, ?, ?, ?, ?, ?)", (event.key, *event.version, event.milliseconds, deleted, state))

    @staticmethod
    def is_gap(event: Event, known: tuple[int, int, int]) -> bool:
        epoch, sequence, milliseconds = known
        is_next = event.version in ((epoch, sequence + 1), (epoch + 1, event.version[1]))
        return not is_next and milliseconds > time.time() * 1000 - SEVEN_DAYS_MS

    def forget(self) -> None:
        """Deleted devices whose tombstone is older than anything that may still come."""
        with self.db:
            self.db.execute("delete from devices where deleted and milliseconds < ?", (time.time() * 1000 - 2 * SEVEN_DAYS_MS,))

    def devices(self):
        for (state,) in self.db.execute("select state from devices where not deleted order by id"):
            yield DeviceChanged.FromString(state)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--state", required=True, help="the file that the copy is kept in")
    options.add_argument("--brokers", help="host:port of some brokers, joined by commas")
    options.add_argument("--follow", action="store_true", help="go on for ever")
    options.add_argument("--list", action="store_true", help="print the devices and end")
    given = options.parse_args()
    mirror = Mirror(given.state)
    if given.list:
        for device in mirror.devices():
            print(json.dumps(MessageToDict(device, always_print_fields_with_no_presence=True), ensure_ascii=False))
        return
    if not given.brokers:
        options.error("--brokers is missing")
    stream = EventStream(given.brokers, TOPIC, "mirror")
    try:
        for events in stream.batches(mirror.offsets(), given.follow):
            mirror.take(events)
        mirror.forget()
    except KeyboardInterrupt:
        pass
    finally:
        stream.close()
    (devices,) = mirror.db.execute("select count(*) from devices where not deleted").fetchone()
    print(json.dumps({"devices": devices, **mirror.counts}))


if __name__ == "__main__":
    main()
