"""How names in Chinese or Cyrillic letters may be written in Latin ones.

Of a Chinese name only its family name is read, in Mandarin, Cantonese and older spellings: who has
another one is somebody else. These are the most frequent ones; a rare one is not read. Of Cyrillic
letters each is read as passports and letters commonly spell it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from types import MappingProxyType

_FAMILIES = """
王 wang wong; 李 li lee; 张張 zhang chang cheung; 刘劉 liu lau; 陈陳 chen chan tan;
杨楊 yang yeung; 黄黃 huang wong hwang; 赵趙 zhao chao chiu; 周 zhou chou chow; 吴吳 wu ng;
徐 xu hsu tsui; 孙孫 sun suen; 马馬 ma; 朱 zhu chu; 胡 hu wu; 郭 guo kuo kwok; 何 he ho;
林 lin lam lim; 高 gao kao ko; 罗羅 luo lo law; 郑鄭 zheng cheng; 梁 liang leung;
谢謝 xie hsieh tse; 宋 song sung; 唐 tang tong; 许許 xu hsu hui; 韩韓 han hon;
邓鄧 deng teng tang; 冯馮 feng fung; 曹 cao tsao; 彭 peng pang; 曾 zeng tseng tsang;
肖萧蕭 xiao hsiao siu; 田 tian tien; 董 dong tung; 潘 pan poon; 袁 yuan yuen; 蔡 cai tsai choi;
蒋蔣 jiang chiang; 余 yu yue; 于 yu; 杜 du tu to; 叶葉 ye yeh yip; 程 cheng ching; 魏 wei ngai;
苏蘇 su so; 吕呂 lu lv lyu lui; 丁 ding ting; 任 ren jen yam; 卢盧 lu lo; 姚 yao yiu;
沈 shen sum; 钟鍾 zhong chung; 姜 jiang chiang keung; 崔 cui tsui choi; 谭譚 tan tam;
陆陸 lu luk; 范 fan; 汪 wang wong; 廖 liao liu; 石 shi shih shek; 金 jin chin kam; 韦韋 wei wai;
贾賈 jia; 夏 xia hsia ha; 付傅 fu; 方 fang fong; 邹鄒 zou; 熊 xiong hung; 白 bai pai;
孟 meng mang; 秦 qin chin; 邱 qiu chiu yau; 侯 hou; 江 jiang kong; 尹 yin; 薛 xue hsueh sit;
闫閻阎 yan; 段 duan; 雷 lei lui; 龙龍 long lung; 史 shi; 陶 tao; 贺賀 he ho; 毛 mao mo; 郝 hao;
顾顧 gu ku koo; 龚龔 gong kung; 邵 shao siu; 万萬 wan; 覃 qin tan; 武 wu mo;
钱錢 qian chien chin; 戴 dai tai; 严嚴 yan yim; 莫 mo mok; 孔 kong kung hung; 向 xiang; 常 chang;
汤湯 tang tong; 康 kang hong; 易 yi; 乔喬 qiao; 赖賴 lai; 文 wen man; 欧歐 ou au
"""
_CYRILLIC = MappingProxyType(
    dict(zip("абвгдезийклмнопрстуфхцчшщъыьэюяёіїєґ", (
        *"a b v g d e z i i k l m n o p r s t u f kh ts ch sh shch".split(),
        *("", "y", "", "e", "yu", "ya", "e", "i", "i", "e", "g"),
    ), strict=True))
    | {"ж": "zh"}
)  # fmt: skip


def _families() -> dict[str, frozenset[str]]:
    told = [each.split() for each in _FAMILIES.replace("\n", " ").split(";")]
    return {letter: frozenset(read) for letters, *read in told for letter in letters}


_READ = MappingProxyType(_families())
_LATIN, _VOWELS = re.compile("[a-z]+"), re.compile("[aeiou]+")
_SYLLABLES = re.compile("(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiou]{1,3}(?:ng?)?|er)+")
"""What names in Mandarin are spelled with; other given names are taken beside a Chinese one."""


def in_latin(word: str) -> str:
    """Return a word of Cyrillic letters in Latin ones; of any others, it is as it was.

    >>> in_latin("иванов"), in_latin("wu")
    ('ivanov', 'wu')
    """
    composed = unicodedata.normalize("NFC", word)
    return "".join(_CYRILLIC.get(each, each) for each in composed)


def may_be_read_as(chinese: str, words: Iterable[str]) -> bool:
    """Whether a name in Chinese letters may be one in Latin ones, told by its parts.

    The family name is read so, and the others have as many syllables, are not told, or Western.

    >>> [may_be_read_as("王磊", [*each]) for each in (["lei", "wang"], ["wang"], ["wang", "lili"])]
    [True, True, False]
    """
    parts = [each for each in words if _LATIN.fullmatch(each)]
    read = _READ.get(chinese[:1], frozenset())
    for at, each in enumerate(parts):
        if each in read:
            others = parts[:at] + parts[at + 1 :]
            is_spelled = all(_SYLLABLES.fullmatch(other) for other in others)
            syllables = len(_VOWELS.findall("-".join(others)))
            return not is_spelled or syllables in (0, len(chinese) - 1)
    return False
