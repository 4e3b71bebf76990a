"""HTML as a wiki really sends it: its skin round the page, the discussion tool's marks in it."""

from datetime import UTC, datetime

from meetings.wikitext import read

# The classes are those of Vector 2022 and of the discussion tool; the names are invented.
SAVED = """<!DOCTYPE html>
<html class="client-js vector-feature-toc-pinned-clientpref-1 vector-toc-available" lang="en">
<head><meta charset="UTF-8"><title>Sample meeting - Meta</title></head>
<body class="ext-discussiontools-replytool-enabled ext-discussiontools-visualenhancements-enabled \
skin-vector-2022 mediawiki ltr ns-0 page-Sample_meeting action-view">
<div class="vector-header-container"><header class="vector-header mw-header"><nav>
<ul><li><a href="/wiki/User:Menu">Menu</a></li></ul></nav></header></div>
<div class="mw-page-container"><div class="vector-column-start"><nav id="mw-panel-toc">
<div id="vector-toc" class="vector-toc"><ul><li><a href="#List">List of participants</a></li></ul>
</div></nav></div>
<main id="content" class="mw-body"><header class="mw-body-header vector-page-titlebar">
<h1 id="firstHeading" class="firstHeading mw-first-heading">Sample meeting</h1></header>
<div id="bodyContent" class="vector-body ve-init-mw-desktopArticleTarget-targetContainer">
<div id="mw-content-text" class="mw-body-content"><div class="mw-content-ltr mw-parser-output">
<p>Wednesday 14 February 2024, 15:00–16:00 UTC</p>
<div id="toc" class="toc" role="navigation"><ul><li><a href="#x">List of participants</a></li></ul>
</div>
<div class="mw-heading mw-heading2 ext-discussiontools-init-section"><h2 id="List" \
data-mw-thread-id="h-List">List of participants<span class="ext-discussiontools-init-section-bar">\
<a href="#">Subscribe</a></span></h2><span class="mw-editsection"><span \
class="mw-editsection-bracket">[</span><a href="/w/index.php?action=edit">edit</a><span \
class="mw-editsection-bracket">]</span></span></div>
<ol><li><span data-mw-comment-start="" id="c-Ana"></span><a href="/wiki/User:Ana_(WMAR)">Ana (WMAR)\
</a> (<a href="/w/index.php?title=User_talk:Ana_(WMAR)&amp;action=edit&amp;redlink=1" class="new">\
talk</a>) <a href="#c-Ana" class="ext-discussiontools-init-timestamplink">17:18, 29 January 2024 \
(UTC)</a><span class="ext-discussiontools-init-replylink-buttons"><span>[</span><a href="" \
class="ext-discussiontools-init-replylink-reply">reply</a><span>]</span></span></li>
<li>--<a href="/w/index.php?title=User:Bo&amp;action=edit&amp;redlink=1" class="new">Bo</a> \
<a href="#c-Bo" class="ext-discussiontools-init-timestamplink">17:20, 29 January 2024 (UTC)</a></li>
</ol></div></div><div id="catlinks" class="catlinks"><ul><li><a href="/wiki/User:Cat">Cat</a></li>
</ul></div></div></main></div>
<div class="vector-settings"><ul><li><a href="/wiki/User:Settings">x</a></li></ul></div>
<footer><ul><li><a href="/wiki/User:Foot">Foot</a></li></ul></footer></body></html>"""


def test_a_page_saved_from_a_wiki_of_today() -> None:
    [session] = read(SAVED).sessions

    assert session.heading == "List of participants"
    assert session.starts_at == datetime(2024, 2, 14, 15, tzinfo=UTC)
    assert [(e.user_name, e.signed_at) for e in session.entries] == [
        ("Ana (WMAR)", datetime(2024, 1, 29, 17, 18, tzinfo=UTC)),
        ("Bo", datetime(2024, 1, 29, 17, 20, tzinfo=UTC)),
    ]
    assert session.entries[0].warnings == ()
