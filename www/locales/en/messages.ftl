# Messages of the core: tables, roles, reasons, problems, notes. Used by the program and the page.

table-events = events
table-orders = orders
table-ads = ads
table-ad_log = ad_log
table-products = products
table-daily = daily
table-merchants = merchants
table-content = content
table-plan = plan

role-ignore = not read
role-personal = personal data (not read)
role-visitor = visitor
role-time = time
role-event = event
role-page = page
role-page_type = page type
role-item = item
role-category = category
role-source = source
role-session = session
role-search_term = search term
role-order = order id
role-buyer = buyer
role-placed_at = placed at
role-paid_at = paid at
role-status = status
role-title = title
role-sku = variant
role-quantity = quantity
role-amount = amount
role-price = unit price
role-postage = postage
role-paid_amount = amount paid
role-refund_amount = refund
role-promotion = promotion
role-province = province
role-city = city
role-cost = cost
role-stock = stock

layout-taobao_orders = Taobao/Tmall order export
layout-taobao_order_details = Taobao/Tmall order detail export
layout-rees46_events = REES46 event log
layout-taobao_user_behavior = Taobao UserBehavior log (no header)
layout-plain = plain headers

evidence-layout = this layout names it so
evidence-header = the header is a usual word for it
evidence-values = { $share }% of the values look like it
evidence-given = you said so
evidence-none = nothing speaks for a role

why-no-table = no { $table } table is loaded
why-no-column = the loaded { $table } table lacks a column: { $columns }
why-zero-denominator = the denominator is 0: { $metric }
why-no-case = there is no case to count over: { $metric } is 0
why-is-table = this entry is a table: see its rows
why-no-number = this entry has no number of its own

note-history-incomplete = history incomplete: less than six days of data are loaded before the period (they start on { $from }), so returning and new visitors may be off
note-history-from = earlier purchases are known only from { $from } on
note-paid-amount-from-amount = the data have no amount-paid column: the amount stands in
note-orders-from-events = no orders are loaded: buy events stand in, each one order of one piece without an amount
note-orders-without-buyer = { $orders } paid orders name no buyer and are in no count of persons
note-above-one = above 100%: the period collects payments for earlier orders
note-no-such-event = the log records no event of this kind at all
note-mean-over-days = mean of the daily values over { $days } days
note-outside-data = the period reaches outside the days that the { $table } table covers ({ $from } to { $to })

reason-missing = { $role } is empty
reason-unreadable = { $role } cannot be read
reason-id-destroyed = a spreadsheet turned { $role } into scientific notation: its digits are lost
reason-too-many-cells = the row has more cells than the header
reason-no-such-order = no loaded order has this id, so the row has no date
reason-unclosed-quote = the file ends inside a quoted cell: the row is not complete
reason-already-loaded = the same order came with another file (or row) already

remark-unknown-events = “{ $word }” is no known kind of event: { $rows } rows count in no metric
remark-broken-text = { $cells } cells hold bytes that are no text
remark-orders-in-several-files = { $orders } orders stand in several files: make sure that nothing was exported twice
remark-amounts-repeated = { $orders } orders repeat their amount on each line: it is counted once
remark-day-first = { $role } is read as day-month-year
remark-month-first = { $role } is read as month-day-year
remark-no-column = { $table } lacks the column { $role }
remark-hidden-sheet = This sheet is hidden in its workbook and is read all the same; remove it when it is not wanted.
remark-empty-sheets = The workbook has empty sheets, which were not read: { $sheets }.
remark-formulas-without-value = { $cells } formulas have no stored result and are read as empty cells. Open and save the workbook in Excel once and drop it again.

problem-empty = “{ $file }” is empty. Export it again and make sure that the download is complete.
problem-not-text = “{ $file }” is no table ({ $kind }). Drop the CSV file that the platform exports.
problem-workbook = “{ $file }” is a kind of workbook that is not read (.xlsb, .ods or a very old .xls). Save it as .xlsx in Excel and drop that.
problem-compressed = “{ $file }” is a kind of archive that is not unpacked here (.rar, .7z, .tar). Unpack it first and drop the files inside.
problem-damaged = “{ $file }” is damaged or was not downloaded to its end and cannot be read. Download it again and drop that; if Excel opens it, save a copy there and drop the copy.
problem-encrypted = “{ $file }” has a password and cannot be read. Remove it first: save a workbook without encryption, unpack an archive.
problem-swollen = “{ $file }” unpacks to hundreds of times its size, which no ordinary table does; reading stopped to be safe. If you are sure of the file, unpack it yourself and drop what is inside.
problem-too-many = “{ $file }” has more than { $most } files or sheets inside. Unpack it and drop only those you need.
problem-nested = “{ $file }” is an archive inside an archive. Unpack it first and drop the files inside.
problem-method = “{ $file }” is packed by a method that is not known here ({ $method }). Unpack it with the program that packed it and drop the files inside.
problem-nothing-inside = “{ $file }” has no table inside. Export it again and make sure that there are data in the chosen period.
problem-no-reader = The part of the page that opens workbooks and archives such as “{ $file }” could not be loaded. Check the network, reload the page and drop the file again; or save it as “CSV UTF-8” and drop that.
problem-web-page = “{ $file }” is a web page without a table, most likely the page for signing in saved under the file's name. Sign in and export again.
problem-utf16 = “{ $file }” is UTF-16 text, which cannot be read directly yet. Save it as “CSV UTF-8” and drop that.
problem-one-column = “{ $file }” has one column only and does not look like a table. Make sure that it was exported as CSV (cells parted by comma, semicolon, tab or pipe).
problem-columns-lack = “{ $file }” cannot be read as { $table }: these columns lack: { $columns }. Say which columns they are, or choose another table.
problem-unknown-layout = The layout of “{ $file }” is not known. Say what table it is and what each column holds (on the page: the mapping screen; in the program: --table and --columns).
problem-no-usable-row = “{ $file }” has no usable row. The most frequent reason: { $reason }. Check the columns, or export it again.
problem-no-row = “{ $file }” has a header and no rows. Make sure that there are data in the exported period.
problem-ids-destroyed = The order ids of “{ $file }” were turned into scientific notation (like 1.23457E+17) by a spreadsheet; the digits are lost for good. Export the file again and drop it as it is, without opening and saving it in Excel first.
problem-row-too-long = “{ $file }” has a row of more than 4 MB from line { $line } on: most likely a quote that never closes. Check the quotes there, or export it again.
problem-changed = “{ $file }” changed while it was read. Wait until it is written (or close the program that edits it) and drop it again.
problem-vanished = “{ $file }” cannot be read any more: it was moved or deleted, or permission is lacking. Make sure that it is there and drop it again.
problem-too-large = “{ $file }” is more than the browser can hold. Split it by date, or export only the columns you need.
problem-cancelled = Reading “{ $file }” was cancelled; its rows do not count. Drop it again when you want it.
problem-crashed = The program broke while it read “{ $file }”, so the file does not count; the others are not touched. Try again; if it happens again, send us the first lines (without personal data).
problem-not-yet = “{ $file }” is a table of { $table }, which cannot be computed yet.

formula-sum-of-days = sum of the daily values
formula-calendar-days = calendar days
formula-days-with-cases = days with data
formula-all-keys = all together

group-basic = Basic statistics
group-sales = Sales
group-search = Paid search
group-sources = Sources
group-extra = Other figures

explain-not-additive = Not additive: the values of single days (or sources) do not add up to the value of the whole.

cli-account = { $read } rows read = { $used } used + { $blank } blank + { $aside } set aside
cli-set-aside = { $rows } rows set aside (first on line { $line }): { $reason }
cli-dialect = delimiter { $delimiter }, header on line { $header }, layout: { $layout }
cli-duplicate = “{ $file }” holds the same bytes as a file that is loaded already and is not counted twice.
cli-other-parts = this is { $shown }; there is also: { $others } (choose with --sheet)
cli-nothing-dated = no usable row with a date is loaded, so nothing can be computed
