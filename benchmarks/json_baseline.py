"""The time of reading and parsing the lines of a file with Python's json, without the start of the interpreter.

Prints: python, cpu seconds, wall seconds, separated by tabs. Run by ./tiltmeter bench dataset.
"""
import json
import sys
import time

wall, cpu = time.perf_counter(), time.process_time()
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        json.loads(line)
print("python", time.process_time() - cpu, time.perf_counter() - wall, sep="\t")
