"""Which part of a page each element begins: main text, note, the site around it."""

from dataclasses import replace

from index.readers.html_pieces import Region
from index.readers.html_tags import STAND_INS, Attributes, is_note

# Elements and roles of what a site sets around the text.
_SITE = {
    "nav": "nav",
    "header": "header",
    "footer": "footer",
    "aside": "aside",
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
}
PARTS = frozenset(("main", "article", "form", *_SITE)) | STAND_INS
"""Elements that begin a part, whatever their attributes say."""


def region_within(
    region: Region, tag: str, attributes: Attributes, number: int
) -> Region:
    """Return the part that an element begins; the same object where it begins none.

    Args:
        region: The part around the element.
        tag: Its name.
        attributes: Its attributes.
        number: What to number the part by, another for each element.
    """
    role = attributes.get("role", "").lower()
    in_text = region.main is not None or region.article is not None
    if (tag == "main" or role == "main") and region.main is None:
        region = replace(region, main=number)
    elif (tag == "article" or role == "article") and region.article is None:
        region = replace(region, article=number)
    elif tag == "form":
        region = replace(region, form=number)
    if is_note(attributes):
        return replace(region, note=True)
    if region.left_out:
        return region
    if tag in STAND_INS:
        return replace(region, left_out="stand-in")
    site = _SITE.get(role) or _SITE.get(tag)
    if site and (site == "nav" or not in_text):
        return replace(region, left_out=site)
    return region
