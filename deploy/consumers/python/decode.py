"""Prints every event of a topic as JSON, one a line: python decode.py --brokers kafka:9092 --topic files.import.v1 [--follow]

Repeats are left out. For a look; what is to be kept is kept as mirror.py keeps it.
"""

import argparse
import importlib
import json
import pathlib
import sys

from event_stream import Event, EventStream

GEN = pathlib.Path(__file__).resolve().parent / "gen"
sys.path.insert(0, str(GEN))
from google.protobuf import message_factory, symbol_database  # noqa: E402
from google.protobuf.json_format import MessageToDict  # noqa: E402

for path in GEN.glob("ringfleet/**/*_pb2.py"):
    importlib.import_module(".".join(path.relative_to(GEN).with_suffix("").parts))
POOL = symbol_database.Default().pool


def message_class(name: str):
    return message_factory.GetMessageClass(POOL.FindMessageTypeByName(name))


def shown(event: Event) -> dict:
    headers = event.headers
    value = None if event.value is None else MessageToDict(message_class(headers["ce_type"]).FromString(event.value))
    return {"id": headers["ce_id"], "type": headers["ce_type"], "key": event.key, "sequence": headers.get("ce_sequence"), "time": headers["ce_time"], "value": value}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--brokers", required=True)
    options.add_argument("--topic", required=True)
    options.add_argument("--follow", action="store_true")
    given = options.parse_args()
    stream = EventStream(given.brokers, given.topic, "decode")
    seen: set[str] = set()
    try:
        for events in stream.batches({}, given.follow):
            for event in events:
                if event.headers["ce_id"] in seen:
                    continue
                seen.add(event.headers["ce_id"])
                print(json.dumps(shown(event), ensure_ascii=False), flush=given.follow)
    except KeyboardInterrupt:
        pass
    finally:
        stream.close()


if __name__ == "__main__":
    main()
