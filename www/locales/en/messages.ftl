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
reason-too-few-cells = the row has fewer cells than the header, and it cannot be told which are missing
reason-broken-quotes = the quotes within the row do not add up, so it cannot be told where its cells end
reason-total-row = a row of totals, counted in no table
reason-header-row = the header again, no data
reason-other-table = a row of another table in the same file
reason-footnote = a note below the table
reason-comment = a comment line

remark-unknown-events = “{ $word }” is no known kind of event: { $rows } rows count in no metric
remark-broken-text = { $cells } cells hold bytes that are no text
remark-mended = { $rows } rows repaired (first on line { $line }): { $how }
mend-quote = a quote that opens or closes nothing is read as a letter
mend-lost-delimiter = two cells had lost the delimiter between them
mend-extra-delimiter = one delimiter too many had made an empty cell
mend-bare-delimiter = a text holds the delimiter without quotes around it
mend-other-delimiter = the row alone is parted by another delimiter
mend-ends-early = the row ends early: the cells that lack at its end are read as empty
remark-orders-in-several-files = { $orders } orders stand in several files: make sure that nothing was exported twice
remark-amounts-repeated = { $orders } orders repeat their amount on each line: it is counted once
remark-day-first = { $role } is read as day-month-year
remark-month-first = { $role } is read as month-day-year
remark-no-column = { $table } lacks the column { $role }

problem-empty = “{ $file }” is empty. Export it again and make sure that the download is complete.
problem-not-text = “{ $file }” is no table ({ $kind }). Drop the CSV file that the platform exports.
problem-workbook = “{ $file }” is an Excel workbook, which cannot be read directly yet. Save it as “CSV UTF-8” in Excel or WPS and drop that; format the order id column as text first, so that no digit is lost.
problem-compressed = “{ $file }” is a compressed archive. Unpack it and drop the CSV files inside.
problem-one-column = “{ $file }” has one column only and does not look like a table. Make sure that it was exported as CSV (cells parted by comma, semicolon, tab or pipe).
problem-columns-lack = “{ $file }” cannot be read as { $table }: these columns lack: { $columns }. Say which columns they are, or choose another table.
problem-unknown-layout = The layout of “{ $file }” is not known. Say what table it is and what each column holds (on the page: the mapping screen; in the program: --table and --columns).
problem-no-usable-row = “{ $file }” has no usable row. The most frequent reason: { $reason }. Check the columns, or export it again.
problem-no-row = “{ $file }” has a header and no rows. Make sure that there are data in the exported period.
problem-ids-destroyed = The order ids of “{ $file }” were turned into scientific notation (like 1.23457E+17) by a spreadsheet; the digits are lost for good. Export the file again and drop it as it is, without opening and saving it in Excel first.
problem-row-too-long = “{ $file }” has a row of more than 4 MB from line { $line } on: most likely a quote that never closes. Check the quotes there, or export it again.
problem-too-many-columns = “{ $file }” has { $columns } columns, more than any real table. Make sure that its rows end in line breaks, or export fewer columns.
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
cli-form = quote { $quote } ({ $escape }), { $width } cells a row; evidence: { $even }% of the first rows have that many, { $typed }% of their cells look like a number, a time, a code or words; header rows: { $rows }
cli-escape-doubled = doubled inside quotes
cli-escape-backslash = behind a backslash inside quotes
cli-table-empty = the file has no rows
cli-table-mended = { $rows } rows repaired (line { $lines }): { $what }
cli-table-odd = { $rows } rows printed as they are (line { $lines }): { $what }
cli-table-left-out = { $rows } rows left out (line { $lines }): { $what }
cli-table-preface = { $rows } rows before the table left out
cli-duplicate = “{ $file }” holds the same bytes as a file that is loaded already and is not counted twice.
cli-nothing-dated = no usable row with a date is loaded, so nothing can be computed
