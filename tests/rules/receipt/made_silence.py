"""A record of non-response made from fixed keys, salts and words: the source of the golden vectors.

`python tests/rules/receipt/made_silence.py` writes them again; a change of them is a change of the format.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from huiyin.kernel import canonical
from huiyin.kernel.command import Entry, EntryId
from huiyin.rules.nonresponse.statement import content_of
from huiyin.rules.receipt import silence
from huiyin.rules.receipt.keys import LogKey
from huiyin.rules.receipt.silence import Kept
from rules.receipt.made import KEY, NUMBER, ORIGIN, VECTORS, promised

AT = datetime(2026, 5, 6, 2, 0, 0, 123456, tzinfo=UTC)  # that of `promised`
PETITION = UUID("019dfb03-7100-703f-bab6-59d25bb199a2")
IDENTITY = EntryId(UUID("019dfb03-7100-7123-8abc-0123456789ab"))
RECORD: dict[str, Any] = {
    "number": NUMBER,
    "record": 1,
    "recorded_on": "2026-05-06",
    "class": "claim",
    "route": 6,
    "office": {"id": 510100002, "zh": "成都市生态环境局", "en": "Chengdu Ecology and Environment Bureau"},
    "duty": {
        "rule": "cn22.handle",
        "pack": "cn-xinfang-2022",
        "pack_version": "1",
        "pack_status": "law",
        "title": {"zh": "办结信访事项", "en": "conclude the matter"},
        "article": {"zh": "信访工作条例 第三十四条", "en": "Regulations on Petition Work (2022), art. 34"},
    },
    "started_on": "2026-03-03",
    "warn_on": "2026-05-02",
    "binding_on": "2026-05-06",
    "issued_not_served": ["2026-04-10"],
    "explanation": {"calendar": "cn"},
    "explained": {"zh": "第60日为2026年5月2日。", "en": "Day 60 is 2 May 2026."},
    "remedies": [{"code": "supervision", "zh": "您可以反映。", "en": "You may tell the bureau."}],
    "demo": False,
}
TOLD: dict[str, Any] = {
    "number": NUMBER,
    "record": 1,
    "corrected_on": "2026-05-06",
    "reason": "answered_in_time",
    "on": "2026-05-05",
    "office": None,
}


OWN = KEY.public_key().public_bytes_raw()


def entry(kind: str, **facts: Any) -> Entry:
    """Return an entry of this kind as the ledger would have taken it in."""
    body = canonical.encode(
        {
            "format": 1,
            "id": IDENTITY,
            "subject": PETITION,
            "kind": kind,
            "at": AT,
            "previous": None,
            "actor": {"kind": "system", "role": "recorder", "name": "recorder"},
            "facts": facts,
            "shown": {"kind": kind},
            "changes": [],
        }
    )
    return promised(IDENTITY, PETITION, body)


def recorded(**facts: Any) -> Kept:
    """Return the record and its entry; `facts` replace those of the entry."""
    told = {"number": NUMBER, "record": 1, "content": content_of(RECORD), "demo": False, **facts}
    return Kept(told=RECORD, entry=entry(silence.RECORDED, **told), key=OWN)


def corrected(**facts: Any) -> Kept:
    """Return the correction and its entry."""
    told = {
        "number": NUMBER,
        "record": 1,
        "corrects": content_of(RECORD),
        "content": content_of(TOLD),
        "demo": False,
        **facts,
    }
    return Kept(told=TOLD, entry=entry(silence.CORRECTED, **told), key=OWN)


def file(
    kept: Kept | None = None,
    correction: Kept | None = None,
    *,
    demo: bool = False,
    keys: Sequence[LogKey] = (),
) -> bytes:
    """Return the file's bytes."""
    return silence.write(
        number=NUMBER,
        kept=kept or recorded(),
        corrected=correction,
        origin=ORIGIN,
        demo=demo,
        keys=keys,
    )


def main() -> None:
    """Write the vectors."""
    (VECTORS / "recorded.huiyin-nonresponse.json").write_bytes(file())
    (VECTORS / "corrected.huiyin-nonresponse.json").write_bytes(file(correction=corrected()))


if __name__ == "__main__":
    main()
