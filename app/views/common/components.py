"""A page that shows every component in every state, for maintainers; absent in production."""

from datetime import date
from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, render_template
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
    validators,
)

from app import clock
from app.views.forms.common.validators import Filled

blueprint = Blueprint("components", __name__)

KINDS = [
    ("npo", "NPO法人"),
    ("welfare", "社会福祉法人"),
    ("company", "民間企業"),
    ("other", "任意団体"),
]
EXAMPLE = {
    "name": "特定非営利活動法人 𠮷野の会",
    "kind": "npo",
    "tier": "npo",
    "fields": ["place"],
    "founded_on": date(2019, 5, 1),
    "members": 12,
    "consent": True,
    "purpose": "月に二回、だれでも立ち寄れる居場所を開いています。",
}
FIELDS = [
    ("listen", "傾聴・相談"),
    ("place", "居場所づくり"),
    ("food", "食の支援"),
    ("work", "就労支援"),
]


def refuse(form: FlaskForm, field: Any) -> None:
    """Fail always, so that the page shows the field's error."""
    raise ValidationError("「〇〇」の形で入力してください。")


class EveryField(FlaskForm):
    """One field of each kind, half of them required."""

    name = StringField("団体名", [Filled()], description="登記のとおりに入力します。")
    kana = StringField("団体名（カナ）")
    number = StringField("法人番号", description="13桁。全角でも、ハイフン入りでもかまいません。")
    kind = SelectField("団体の種類", [Filled()], choices=[("", "選択してください"), *KINDS])
    tier = RadioField("公開の範囲", [Filled()], choices=KINDS[:3])
    fields = SelectMultipleField(
        "活動分野", choices=FIELDS, description="あてはまるものをすべて選びます。"
    )
    founded_on = DateField("設立年月日", [validators.Optional()])
    members = IntegerField("会員数", [validators.Optional()])
    telephone = TelField("電話番号")
    email = EmailField("メールアドレス", [Filled()])
    purpose = TextAreaField("活動の内容", [Filled()], description="名簿で公開します。")
    paper = FileField("添付書類", description="PDF、10 MBまで。")
    password = PasswordField("パスワード")
    consent = BooleanField("規約に同意します", [Filled()])


class EveryError(EveryField):
    """The same fields, each in error."""


SHOWN_WRONG = ("name", "kind", "tier", "fields", "founded_on", "email", "purpose", "consent")
for _name in SHOWN_WRONG:
    setattr(EveryError, f"validate_{_name}", staticmethod(refuse))


@blueprint.get("/_components")
def page() -> str:
    """Return a page with every component in every state."""
    if not current_app.config.get("COMPONENTS_PAGE"):
        abort(404)
    filled = EveryField(data=EXAMPLE)
    wrong = EveryError(formdata=MultiDict({"wrong-name": "〇〇"}), prefix="wrong")
    wrong.validate()
    for category in ("success", "info", "warning", "danger"):
        flash("操作の結果を伝える帯です。", category)
    return render_template(
        "components/_page.html", filled=filled, wrong=wrong, shown=SHOWN_WRONG, today=clock.today()
    )


def register(app: Flask) -> None:
    """Add the page to the application if COMPONENTS_PAGE is set."""
    if app.config.get("COMPONENTS_PAGE"):
        app.register_blueprint(blueprint)
