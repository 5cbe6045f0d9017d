"""The four forms, blank and filled in (別紙1–3, 幹事団体加入内諾書)."""

from datetime import date

import pytest

from app.documents.admission import application_form
from app.documents.filings import change_notice, consent_to_serve, withdrawal_notice
from app.documents.filings.change_notice import Change
from app.rules.admission.statements import (
    FORMER_PAPER,
    PLEDGE,
    PLEDGES,
    PRIVACIES,
    PRIVACY,
)
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.roster import Tier
from tests.documents import papers
from tests.documents.papers import DAY

ASKED = {
    "入会申込書": (
        *(
            "別紙１",
            "カナ",
            "団体名",
            "団体の種別",
            "法人番号",
            "代表者 職・氏名",
            "所在地",
            "〒",
        ),
        *(
            "電話番号",
            "ＦＡＸ番号",
            "メールアドレス",
            "ウェブサイト",
            "活動分野",
            "活動地域",
            "活動内容",
        ),
        *("孤独・孤立対策との関わり", "公開用連絡先", "事務連絡担当者", "名簿には公開されません"),
        *(
            "団体名簿での公開範囲",
            "公開しない理由",
            "再入会を希望する理由（説明書）",
            "誓約",
            "同意",
        ),
        *("個人情報の取扱い", "□相談支援", "□NPO法人", "□任意団体", "要領第２条第１項"),
    ),
    "変更届": (
        "別紙２",
        "変更事項",
        "変更前",
        "変更後",
        "変更年月日",
        "要領第３条第２項",
        "遅滞なく",
    ),
    "退会届": (
        "別紙３",
        "会員である最後の日",
        "会員でなくなる日",
        "退会の理由（任意）",
        "規約第６条",
        "要領第４条",
    ),
    "幹事団体加入内諾書": ("内諾します", "規約第５条第１項", "規約第９条第２号", "規約第７条"),
}
GIVEN = {
    "入会申込書": (
        *("■NPO法人", "□社会福祉法人", "■居場所づくり", "□相談支援", "■森の学校 $x$"),
        *(
            "とっとりたみのいえ",
            "7000020310000",
            "代表理事　髙﨑 邉太郎",
            "〒680-8570",
            "鳥取市東町一丁目220番地",
        ),
        *("0857-26-0001", "0857-26-0002", "info@example.jp", "a-long-path/" * 12, "鳥取県東部"),
        *(f"一行目二行目 {papers.MARKUP}", "孤立しがちな方", "0857-26-0003", "public@example.jp"),
        *("■事務局のみ", "利用者の安全のため", "■ある", "□ない", "活動を再開したため"),
        *("■下の「反社会的勢力と関係がないことの誓約」", "■下の「個人情報の取扱い」に同意します"),
        papers.NAMES,
    ),
    "変更届": (
        *("令和8年11月1日", "令和8年10月31日", "0857-26-0001", "0857-26-0009"),
        *(f"前 {papers.MARKUP}", f"後 {papers.NAMES}", papers.SUBMITTER.name, papers.MARKUP),
    ),
    "退会届": ("令和9年3月31日", papers.MARKUP, papers.SUBMITTER.name, papers.SUBMITTER.address),
    "幹事団体加入内諾書": (papers.MARKUP, papers.SUBMITTER.name, papers.SUBMITTER.representative),
}
NO_CONTACT = dict.fromkeys((f"public_contact_{part}" for part in ("name", "phone", "email")), "")
RECEIVED = (
    "R8-0012",
    "電子申請",
    "総務課　鳥取 花子",
    "hanako.tottori@example.jp",
    "令和8年11月23日",
)


@pytest.mark.parametrize("title", papers.BLANK)
def test_blank_form_has_every_field_and_no_personal_data(title):
    made = papers.BLANK[title]()
    text = papers.text_of(made)
    for label in (title, *ASKED[title], "事務局御中", "受付番号"):
        assert papers.squeezed(label) in text
    assert "令和年月日" in text
    assert "■" not in text
    assert "None" not in text
    assert papers.pages_of(made) == (3 if title == "入会申込書" else 1)
    assert papers.missing_glyphs(made) == 0


@pytest.mark.parametrize("title", papers.FILLED)
def test_filled_form_shows_every_value_as_entered(title):
    made = papers.FILLED[title]()
    text = papers.text_of(made)
    for value in (*GIVEN[title], *RECEIVED):
        assert papers.squeezed(value) in text, value
    assert "None" not in text
    assert papers.missing_glyphs(made) == 0


@pytest.mark.parametrize("title", papers.FILLED)
def test_forms_are_reproducible_and_titled(title):
    made = papers.FILLED[title]()
    assert made == papers.FILLED[title]()
    document = papers.read(made).metadata
    assert document.title.startswith(f"{title}　団体")
    assert document.creation_date.date() == papers.DAY
    blank = papers.read(papers.BLANK[title]()).metadata
    assert (blank.title, blank.creation_date.date()) == (title, date(2024, 4, 1))


@pytest.mark.parametrize(
    "make",
    [
        lambda text: application_form.pdf(
            papers.application(activities=text), offered_fields=papers.OFFERED
        ),
        lambda text: change_notice.pdf(
            papers.change(changes=(Change("活動内容", text, "後", papers.DAY),))
        ),
        lambda text: withdrawal_notice.pdf(papers.withdrawal(reason=text)),
        lambda text: consent_to_serve.pdf(papers.consent(text)),
    ],
    ids=list(papers.FILLED),
)
def test_long_text_continues_on_the_next_page(make):
    text = "".join(f"第{number}文、とても長い説明が続きます。" for number in range(200))
    made = make(text)
    assert papers.pages_of(made) > 1
    shown = papers.text_of(made)
    cut = [number for number in range(200) if f"第{number}文、" not in shown]
    # A sentence may be split by a page break, with other cells and the page number in between.
    assert len(cut) < papers.pages_of(made)
    assert "第199文、とても長い説明が続きます。" in shown
    assert papers.span(made)[1] < 595.3 - 20 / 25.4 * 72 + 6


def test_empty_fields_are_shown_as_not_stated():
    bare = papers.application(corporate_number="", fax="", website="", **NO_CONTACT, receipt=None)
    made = application_form.pdf(bare, offered_fields=papers.OFFERED)
    assert papers.text_of(made).count("（記載なし）") == 6
    assert "（記載なし）" not in papers.text_of(
        application_form.pdf(papers.application(), offered_fields=papers.OFFERED)
    )


def test_no_withheld_fields_is_stated_explicitly():
    made = application_form.pdf(papers.application(disclosures=()), offered_fields=())
    assert "すべて公開します。" in papers.text_of(made)


def test_pledge_and_consent_are_marked_only_when_given():
    made = application_form.pdf(
        papers.application(pledged=False, agreed=False), offered_fields=papers.OFFERED
    )
    assert "□下の「反社会的勢力と関係がないことの誓約」" in papers.text_of(made)
    assert "□下の「個人情報の取扱い」" in papers.text_of(made)


def test_copy_prints_the_texts_agreed_to_with_version_and_day():
    former = {"pledge": PLEDGES[FORMER_PAPER], "privacy": PRIVACIES[FORMER_PAPER]}
    now = papers.text_of(application_form.pdf(papers.application(given_on=DAY), offered_fields=()))
    then = papers.text_of(application_form.pdf(papers.application(**former), offered_fields=()))
    for statement in (PLEDGE, PRIVACY):
        for words in (statement.opening, *statement.items, statement.closing):
            assert papers.squeezed(words) in now
            assert not words or papers.squeezed(words) not in then
    assert f"（{PRIVACY.version}の版、令和8年11月23日）" in now
    assert papers.squeezed(PRIVACIES[FORMER_PAPER].opening) in then and "（書面）の版" in then


@pytest.mark.parametrize(
    "kind", [kind for kind in OrganisationKind if kind is not OrganisationKind.INDIVIDUAL]
)
def test_every_kind_is_marked_exactly_once(kind):
    made = application_form.pdf(
        papers.application(
            kind=kind.label, activity_fields=(), was_member=False, pledged=False, agreed=False
        ),
        offered_fields=papers.OFFERED,
    )
    text = papers.text_of(made)
    assert f"■{kind.label}" in text
    assert text.count("■") == 3  # the kind, the one withheld item, 再入会: ない


@pytest.mark.parametrize("tier", Tier)
def test_every_tier_can_be_marked(tier):
    line = application_form.Disclosure("電話番号", tier, "理由")
    made = application_form.pdf(papers.application(disclosures=(line,)), offered_fields=())
    assert f"■{tier.label}" in papers.text_of(made)


def test_withdrawal_without_a_date_is_effective_on_receipt():
    text = papers.text_of(withdrawal_notice.pdf(papers.withdrawal(last_day=None, reason="")))
    assert "会員である最後の日事務局がこの届を受け取った日（受け取った時まで）" in text
    assert "会員でなくなる日事務局がこの届を受け取った日" in text
    assert "退会の理由（任意）（記載なし）" in text


def test_removed_value_is_shown_as_not_stated():
    line = Change("ＦＡＸ番号", "0857-26-0002", "", papers.DAY)
    text = papers.text_of(change_notice.pdf(papers.change(changes=(line,))))
    assert "0857-26-0002（記載なし）令和8年11月23日" in text
