"""A report on the Japanese of the product, by the rules of official documents (公用文作成の考え方).

`make words` prints what a reader may want to put better. It is advice, not a test.
"""

import re
from collections import Counter
from collections.abc import Iterator

from tests.support.said import JAPANESE, texts

LONGEST = 80
MOST_COMMAS = 4
RULES = {
    "「等」が一文に二度": re.compile(r"等[^。]*等"),
    "二重否定": re.compile(r"ない(?:こと|もの|わけ)(?:は|も)ない|なくは?ない|ないでも?ない"),
    "「および」「及び」の混用": re.compile(r"および[^。]*及び|及び[^。]*および"),
    "半角カナ": re.compile(r"[ｦ-ﾟ]"),
    "「ヶ」「ケ月」": re.compile(r"ヶ|ケ月|ケ所"),
    "「，」「．」": re.compile(r"[，．]"),
    "「〜することができる」の続き": re.compile(r"することができ[^。]*することができ"),
}


def findings() -> Iterator[tuple[str, str, str]]:
    """Yield what is found: rule, place, sentence."""
    for place, text in texts():
        for sentence in re.split(r"[。\n]", text):
            if 2 * len(JAPANESE.findall(sentence)) < len(sentence):
                continue
            if len(sentence) > LONGEST:
                yield f"一文が{LONGEST}字を超える", place, sentence
            if sentence.count("、") > MOST_COMMAS:
                yield f"読点が{MOST_COMMAS}を超える", place, sentence
            for rule, pattern in RULES.items():
                if pattern.search(sentence):
                    yield rule, place, sentence


def main() -> None:
    """Print the findings by rule, and how many there are of each."""
    found = sorted(findings())
    for rule, place, sentence in found:
        print(f"{rule}　{place}　{sentence.strip()}")
    for rule, number in Counter(rule for rule, _place, _sentence in found).most_common():
        print(f"{number:>5}　{rule}")


if __name__ == "__main__":
    main()
