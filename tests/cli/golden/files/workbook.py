#!/usr/bin/python3
"""Writes book.xlsx as a spreadsheet of people has it: dates, numbers, formulas, a hidden sheet, gaps."""
import datetime

import openpyxl

book = openpyxl.Workbook()
hidden = book.active
hidden.title = "Lists"
hidden.append(["not", "this"])
hidden.sheet_state = "hidden"
leads = book.create_sheet("Fair")
leads.append([])
leads.append(["Firma", "email", "phone", None, "Country", "products", "date", "vip"])
leads.append(["Alvorada Lda", "rui@alvorada.example", 351215550101, None, "PT", "pruners; saws", datetime.date(2020, 3, 1), True])
leads.append([])
leads.append(["Nordhaus", "no address", None, None, "DE", None, datetime.datetime(2020, 3, 2, 15, 30), False])
leads.append(["東京工具", "sato@tokyo-kogu.example", None, None, "jp", "刈込鋏", datetime.date(2020, 3, 3)])
firms = book.create_sheet("Firms & more")
firms.append(["NAME", "level", "domains"])
firms.append(["Tuinhuis B.V.", "A", "tuinhuis.example"])
firms.append(["Müller Gartenbedarf", None, "mueller-garten.example"])
firms.append(['=CONCATENATE("a","b")', "B", None])
book.save("book.xlsx")
