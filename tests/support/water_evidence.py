"""What residents along the river have in hand: a laboratory's report and photos from a phone."""

import io
from datetime import datetime

import typst
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

OUTLET = (30.781250, 104.012500)  # degrees north and east, on the river at Anjing
_REPORT = """
#set document(title: "府河安靖段水质检测报告", author: "四川某检测技术有限公司")
= 水质检测报告
采样时间：2026年4月28日22时30分。采样点：府河安靖段排污口下游10米。
#table(columns: 3, [项目], [结果], [限值],
  [化学需氧量（mg/L）], [486], [80], [色度（倍）], [320], [50], [苯胺类（mg/L）], [2.7], [1.0])
#pagebreak()
结论：所检项目均超过《纺织染整工业水污染物排放标准》的限值。
"""


def report() -> bytes:
    """Return the laboratory's report, a PDF of two pages."""
    return typst.compile(_REPORT.encode())


def photo(taken: datetime) -> bytes:
    """Return a photo whose EXIF says when and where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "HUAWEI", "P60"
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.DateTimeOriginal: f"{taken:%Y:%m:%d %H:%M:%S}",
            ExifTags.Base.OffsetTimeOriginal: "+08:00",
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: _degrees(OUTLET[0]),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: _degrees(OUTLET[1]),
        }
    )
    out = io.BytesIO()
    Image.new("RGB", (320, 240), (38, 52, 48)).save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    whole, rest = divmod(value, 1)
    minutes, rest = divmod(rest * 60, 1)
    return IFDRational(int(whole)), IFDRational(int(minutes)), IFDRational(round(rest * 600_000), 10_000)
