"""Killed without warning at any moment, a dossier opens and holds every answer that was shown as taken."""

import json
import os
import random
import select
import signal

import pytest
from asker import Scripted, interview, some_value

from iag_diag.dossiers import store
from iag_diag.interview.protocol import Given, Reply, Screen

KILLS = 50


class Announcing(Scripted):
    """Says in a pipe which answer was just recorded, before anything else happens."""

    def __init__(self, chance: random.Random, pipe: int) -> None:
        super().__init__()
        self._chance = chance
        self._pipe = pipe
        self._given: Given | None = None

    def ask(self, screen: Screen) -> Reply:
        self._given = Given(some_value(screen.question, self._chance.randrange))
        return self._given

    def recorded(self, screen: Screen, answer: str) -> None:
        os.write(self._pipe, json.dumps([screen.question.id, self._given.value]).encode() + b"\n")


def read_until(pipe: int, lines: int) -> bytes:
    announced = b""
    while announced.count(b"\n") < lines and (read := os.read(pipe, 65536)):
        announced += read
    return announced


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows n’a ni fork ni SIGKILL.")
@pytest.mark.filterwarnings(
    "ignore:.*multi-threaded.*fork:DeprecationWarning"
)  # the child only runs its interview, and dies
@pytest.mark.parametrize("seed", range(4))
def test_every_announced_answer_survives_a_kill(engine, tmp_path, seed):
    chance = random.Random(seed)
    killed = 0
    for number in range(KILLS):
        path = tmp_path / f"{number}.iag.json"
        ours, theirs = os.pipe()
        child_seed, announcements, delay = chance.random(), chance.randint(1, 40), chance.random() * 0.004
        child = os.fork()
        if child == 0:
            try:
                os.close(ours)
                interview(engine, path, Announcing(random.Random(child_seed), theirs), "complet").run()
            finally:
                os._exit(0)
        os.close(theirs)
        announced = read_until(ours, announcements)
        select.select([], [], [], delay)  # the moment is random inside an answer too
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        announced += read_until(ours, 10_000)
        os.close(ours)

        answers = json.loads(json.dumps(store.load(path).values()))
        lines = announced.decode().splitlines()
        assert lines
        for question, value in map(json.loads, lines):
            assert answers[question] == value
    assert killed > KILLS * 0.8, "Les interviews finissent avant d’être tuées."
