"""What invented documents cite on water, one wording everywhere.

水污染防治法 第八十三条 is the basis of an order and of a fine between 100,000 and 1,000,000 yuan; more comes
together only day by day, when the order is not obeyed: its 第九十五条 leads to 环境保护法 第五十九条.
"""

FINED = "《中华人民共和国水污染防治法》第八十三条。"
FINED_DAILY = "《中华人民共和国水污染防治法》第八十三条、第九十五条，《中华人民共和国环境保护法》第五十九条。"
