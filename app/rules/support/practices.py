"""What registers of the supporters distinguish: kinds of places and of equipment, audiences."""

from app.rules.common.labelled import Labelled


class PlaceKind(Labelled):
    """居場所の種類."""

    SALON = "salon", "サロン・茶話会"
    CAFETERIA = "cafeteria", "こども食堂・地域食堂"
    LEARNING = "learning", "学習支援"
    FREE_SPACE = "free_space", "フリースペース・フリースクール"
    PEER_GROUP = "peer_group", "当事者会・家族会"
    DEMENTIA_CAFE = "dementia_cafe", "認知症カフェ"
    ONLINE = "online", "オンライン"
    OTHER = "other", "その他"


class EquipmentKind(Labelled):
    """貸出備品の種類."""

    PROJECTION = "projection", "プロジェクター・スクリーン"
    SOUND = "sound", "音響機器"
    TENT = "tent", "テント"
    PARTITION = "partition", "パーティション"
    FURNITURE = "furniture", "机・椅子"
    GAMES = "games", "遊具・レクリエーション用品"
    OTHER = "other", "その他"


class Audience(Labelled):
    """研修の対象者 (法第12条: 人材の確保、養成及び資質の向上)."""

    COORDINATOR = "coordinator", "コーディネーター"
    DESK = "desk", "相談窓口の担当者"
    SUPPORTER = "supporter", "孤独・孤立サポーター"
    WELFARE_COMMISSIONER = "welfare_commissioner", "民生委員・児童委員"
    MUNICIPALITY = "municipality", "市町村の職員"
    MEMBER = "member", "構成団体の職員"
    RESIDENT = "resident", "住民"
