"""A long video over a bad line: paused, broken off, the page loaded anew, and whole in the end."""

import hashlib
import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.journey

MIB = 1 << 20
SLOW = 6 * MIB  # bytes a second
FAST = 200 * MIB


class Line:
    """The line between browser and server."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def carries(self, per_second: int) -> None:
        """Let so much through; nothing at 0."""
        self._session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": per_second == 0,
                "latency": 1,
                "downloadThroughput": -1,
                "uploadThroughput": per_second or -1,
            },
        )


def video(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + os.urandom(size))
    return path


def digits(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def begun(page: Page) -> None:
    page.goto("/file/")
    page.click(".actions button")
    page.goto("/file/evidence/")


def row(page: Page, path: Path) -> Locator:
    return page.locator("#uploads .upload", has_text=path.name)


def test_a_video_is_paused_broken_off_and_goes_on_after_the_page_is_loaded_anew(
    phone: Page, tmp_path: Path
) -> None:
    film = video(tmp_path, "夜间排污.mp4", 40 * MIB)
    phone.on("dialog", lambda dialog: dialog.accept())
    begun(phone)
    line = Line(phone)
    line.carries(SLOW)
    phone.set_input_files("#id_files", str(film))
    sending = row(phone, film)
    expect(sending.get_by_text("MB / 40.0 MB")).to_be_visible()

    pause = sending.get_by_role("button", name="暂停 夜间排污.mp4")
    pause.focus()
    phone.keyboard.press("Enter")
    expect(sending).to_contain_text("已暂停，收到的部分会保留")
    expect(phone.get_by_role("status").filter(has_text="已暂停")).to_be_visible()
    line.carries(0)
    sending.get_by_role("button", name="继续 夜间排污.mp4").click()
    expect(sending).to_contain_text("网络中断，恢复后会自动继续")
    line.carries(SLOW)
    expect(sending.get_by_text("MB / 40.0 MB")).to_be_visible()
    phone.click("button[value=next] >> nth=-1")
    expect(phone.locator("#uploads_said")).to_contain_text("还有文件正在上传")

    phone.reload()
    left = phone.locator("[data-under-way]")
    expect(left).to_contain_text("夜间排污.mp4")
    expect(left).to_contain_text("40.0 MB")
    line.carries(FAST)
    phone.set_input_files("#id_files", str(film))
    expect(left).to_be_hidden()
    expect(row(phone, film)).to_have_count(0, timeout=60_000)
    expect(phone.locator("#file_list")).to_contain_text(digits(film))
    assert phone.locator("#file_list li").count() == 1


def test_several_files_go_side_by_side_and_one_is_refused_with_its_reason(
    phone: Page, tmp_path: Path
) -> None:
    films = [video(tmp_path, f"{number}.mp4", 9 * MIB) for number in range(5)]
    wrong = tmp_path / "照片.jpg"
    wrong.write_bytes(b"MZ" + bytes(200_000))
    begun(phone)
    phone.set_input_files("#id_files", [str(path) for path in (*films, wrong)])
    expect(row(phone, wrong)).to_contain_text("这种文件不能上传", timeout=60_000)
    for film in films:
        expect(phone.locator("#file_list")).to_contain_text(digits(film), timeout=60_000)
    assert phone.locator("#file_list li").count() == 5
    row(phone, wrong).get_by_role("button", name="移除 照片.jpg").click()
    expect(phone.locator("#uploads .upload")).to_have_count(0)


def test_an_upload_taken_away_leaves_nothing(phone: Page, tmp_path: Path) -> None:
    film = video(tmp_path, "a.mp4", 30 * MIB)
    begun(phone)
    line = Line(phone)
    line.carries(SLOW)
    phone.set_input_files("#id_files", str(film))
    expect(row(phone, film).get_by_text("MB / 30.0 MB")).to_be_visible()
    with phone.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        row(phone, film).get_by_role("button", name="移除 a.mp4").click()
    assert gone.value.ok
    expect(phone.locator("#uploads .upload")).to_have_count(0)
    line.carries(FAST)
    phone.reload()
    expect(phone.locator("#file_list li")).to_have_count(0)
