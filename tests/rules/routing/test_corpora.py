"""The lexicon keeps its promises on real messages, where there are any."""

import json
import os
from pathlib import Path

import pytest

from huiyin.rules.routing.topics import TopicSuggestion, suggest_topics

CLASSES = {
    "城乡建设": {"construction"},
    "劳动和社会保障": {"labour", "personnel"},
    "教育文体": {"education"},
    "商贸旅游": {"commerce"},
    "环境保护": {"environment"},
    "卫生计生": {"health"},
    "交通运输": {"transport"},
}


def corpora() -> Path:
    return Path(os.environ.get("HUIYIN_CORPORA", ""), "petitions_zh")


def class_of(suggestions: tuple[TopicSuggestion, ...]) -> str:
    trust: dict[str, float] = {}
    for each in suggestions:
        branch = each.topic.partition(".")[0]
        trust[branch] = trust.get(branch, 0.0) + each.score
    return max(trust, key=lambda branch: trust[branch], default="")


@pytest.mark.corpora
def test_the_class_is_right_three_times_in_four_and_nearly_always_when_sure() -> None:
    right, sure = [], []
    for name in ("train.jsonl", "dev.jsonl"):
        for line in corpora().joinpath(name).read_text("utf-8").splitlines():
            row = json.loads(line)
            text = row["text"] if row["form"] == "raw" else row["text"].replace(" ", "")
            suggestions = suggest_topics(row["title"] or "", text)
            right.append(class_of(suggestions) in CLASSES[row["label"]])
            if suggestions and suggestions[0].score >= 0.8:
                sure.append(class_of(suggestions[:1]) in CLASSES[row["label"]])
    assert sum(right) / len(right) >= 0.8
    assert len(sure) / len(right) >= 0.15
    assert sum(sure) / len(sure) >= 0.95
