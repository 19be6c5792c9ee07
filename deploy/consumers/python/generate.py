"""Makes Python of Ringfleet's contract: python generate.py [--proto ../../../proto] [--out gen]

A system of your own takes the files of proto/ that it needs and does the same with protoc, buf or whatever its language has.
"""

import argparse
import pathlib
import sys

import grpc_tools
from grpc_tools import protoc

HERE = pathlib.Path(__file__).resolve().parent
WELL_KNOWN = pathlib.Path(grpc_tools.__file__).parent / "_proto"  # google/protobuf/timestamp.proto


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--proto", type=pathlib.Path, default=HERE.parents[2] / "proto")
    options.add_argument("--out", type=pathlib.Path, default=HERE / "gen")
    given = options.parse_args()
    files = sorted(str(path) for path in given.proto.glob("ringfleet/**/*.proto"))
    given.out.mkdir(parents=True, exist_ok=True)
    return protoc.main(["protoc", f"-I{given.proto}", f"-I{WELL_KNOWN}", f"--python_out={given.out}", *files])


if __name__ == "__main__":
    sys.exit(main())
