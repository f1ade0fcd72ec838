# Messages of the core: tables, roles, reasons, problems, notes. Used by the program and the page.

table-events = 行为事件
table-orders = 订单
table-ads = 推广报表
table-ad_log = 推广操作记录
table-products = 商品
table-daily = 平台日报
table-merchants = 商家
table-content = 内容
table-plan = 计划

role-ignore = 不读取
role-personal = 个人信息（不读取）
role-visitor = 访客
role-time = 时间
role-event = 行为
role-page = 页面
role-page_type = 页面类型
role-item = 商品
role-category = 类目
role-source = 来源
role-session = 会话
role-search_term = 搜索词
role-order = 订单编号
role-buyer = 买家
role-placed_at = 下单时间
role-paid_at = 付款时间
role-status = 订单状态
role-title = 标题
role-sku = 规格
role-quantity = 数量
role-amount = 应付金额
role-price = 单价
role-postage = 邮费
role-paid_amount = 实付金额
role-refund_amount = 退款金额
role-promotion = 促销活动
role-province = 省份
role-city = 城市
role-cost = 成本
role-stock = 库存

layout-taobao_orders = 淘宝/天猫订单报表
layout-taobao_order_details = 淘宝/天猫宝贝报表（订单明细）
layout-rees46_events = REES46 行为日志
layout-taobao_user_behavior = 淘宝 UserBehavior 行为日志（无表头）
layout-plain = 普通表头

evidence-layout = 该版式就用这个列名
evidence-header = 列名是常用叫法
evidence-values = { $share }% 的值符合
evidence-given = 由你指定
evidence-none = 没有线索

why-no-table = 没有载入“{ $table }”表
why-no-column = 已载入的“{ $table }”表缺少列：{ $columns }
why-zero-denominator = 分母为 0：{ $metric }
why-no-case = 没有可计算的样本：{ $metric }为 0
why-is-table = 这是一张表，请看对应的明细
why-no-number = 这一项本身不是数字

note-history-incomplete = 历史不足：所选时间段之前不足 6 天数据，数据从 { $from } 开始，回头/新访客可能不准
note-history-from = 更早的成交只从 { $from } 起可知
note-paid-amount-from-amount = 数据没有实付金额列，以应付金额代替
note-orders-from-events = 没有载入订单，以行为日志里的购买事件代替：每次购买算一笔、一件，没有金额
note-orders-without-buyer = 有 { $orders } 笔成交没有买家信息，不计入人数
note-above-one = 大于 100%：这段时间收到了更早订单的付款
note-no-such-event = 日志里从未出现这类行为
note-mean-over-days = { $days } 天日值的平均
note-outside-data = 所选时间段超出了“{ $table }”数据的范围（{ $from } 至 { $to }）

reason-missing = “{ $role }”为空
reason-unreadable = “{ $role }”无法识别
reason-id-destroyed = “{ $role }”被表格软件改成了科学计数法，原来的数字已经丢失
reason-too-many-cells = 这一行的列数比表头多
reason-no-such-order = 已载入的订单里没有这笔订单，无法知道时间
reason-unclosed-quote = 文件在引号内结束，这一行不完整
reason-already-loaded = 同一笔订单已从另一个文件（或另一行）读入

remark-unknown-events = “{ $word }”不属于任何已知行为，{ $rows } 行不计入指标
remark-broken-text = 有 { $cells } 个单元格含无法解码的文字
remark-orders-in-several-files = 有 { $orders } 笔订单同时出现在多个文件里，请确认没有重复导出
remark-amounts-repeated = 有 { $orders } 笔订单的金额在每行重复，只计一次
remark-day-first = “{ $role }”按 日-月-年 读取
remark-month-first = “{ $role }”按 月-日-年 读取
remark-no-column = “{ $table }”缺少列：{ $role }
remark-hidden-sheet = 这是工作簿里隐藏的工作表，也照常读取；不需要时请移除。
remark-empty-sheets = 工作簿里还有空白的工作表，没有读取：{ $sheets }。
remark-formulas-without-value = { $cells } 个公式没有存下结果，按空单元格读取。请在 Excel 里打开并保存一次后再拖进来。

problem-empty = “{ $file }”是空文件，没有任何内容。请重新导出，确认下载完整后再拖进来。
problem-not-text = “{ $file }”不是表格文件（{ $kind }）。请拖入平台导出的 CSV 文件。
problem-workbook = “{ $file }”是本程序不读的工作簿类型（.xlsb、.ods 或很旧的 .xls）。请在 Excel 或 WPS 里另存为 .xlsx 后再拖进来。
problem-compressed = “{ $file }”是本程序不解的压缩包类型（.rar、.7z、.tar）。请先解压，再把里面的文件拖进来。
problem-damaged = “{ $file }”已损坏或没有下载完整，读不下去。请从平台重新下载后再拖进来；若它能在 Excel 里打开，请另存一份再拖进来。
problem-encrypted = “{ $file }”设了密码，无法读取。请先去掉密码：工作簿打开后另存为不加密的文件，压缩包请先解压。
problem-swollen = “{ $file }”解开后是原来的几百倍大，不像正常的表格，为安全起见停止读取。如果你确信文件没有问题，请先自己解开，再把里面的文件拖进来。
problem-too-many = “{ $file }”里的文件或工作表超过 { $most } 个。请先解开，只把需要的文件拖进来。
problem-nested = “{ $file }”是压缩包里的压缩包。请先解压，再把里面的文件拖进来。
problem-method = “{ $file }”的压缩方法（{ $method }）本程序不认识。请先用原来的压缩软件解压，再把里面的文件拖进来。
problem-nothing-inside = “{ $file }”里面没有任何表格内容。请重新导出，确认所选时间范围内有数据。
problem-no-reader = 打开“{ $file }”这类工作簿和压缩包的部件没有载入。请检查网络、重新载入本页后再拖进来；或另存为“CSV UTF-8”后再拖进来。
problem-web-page = “{ $file }”是一个没有表格的网页，多半是登录页被当作文件存了下来。请登录平台后重新导出。
problem-utf16 = “{ $file }”是 UTF-16 文本，目前还不能直接读取。请另存为“CSV UTF-8”后再拖进来。
problem-one-column = “{ $file }”只有一列，看不出是表格。请确认导出时选择的是 CSV（用逗号、分号、制表符或竖线分隔）。
problem-columns-lack = “{ $file }”按“{ $table }”读取还缺少列：{ $columns }。请在列对应里指定它们，或选择别的表。
problem-unknown-layout = 认不出“{ $file }”的版式。请指定它是什么表、每一列是什么。
problem-no-usable-row = “{ $file }”没有一行可用。最常见的原因：{ $reason }。请检查列对应，或重新导出。
problem-no-row = “{ $file }”只有表头，没有数据行。请确认导出的时间范围内有数据。
problem-ids-destroyed = “{ $file }”的订单编号已被表格软件改成科学计数法（如 1.23457E+17），数字已丢失，无法恢复。请从平台重新导出，直接拖入，不要先用 Excel 打开保存。
problem-row-too-long = “{ $file }”从第 { $line } 行起有一行超过 4 MB，多半是引号没有闭合。请检查该行的引号，或重新导出。
problem-changed = “{ $file }”在读取过程中被改动了。请等它写完（或关闭正在编辑它的程序）后再拖进来一次。
problem-vanished = “{ $file }”读不到了：可能已被移动、删除，或没有读取权限。请确认文件还在，再拖进来一次。
problem-too-large = “{ $file }”超出了浏览器能容纳的大小。请按日期拆成几个文件，或只导出需要的列。
problem-cancelled = “{ $file }”的读取已取消，它的数据没有计入。需要时再拖进来一次。
problem-crashed = 读取“{ $file }”时程序出错，它没有计入；其它文件不受影响。请重试；若再次出错，请把文件的前几行（去掉个人信息）反馈给我们。
problem-not-yet = “{ $file }”是“{ $table }”表，目前还不能计算。

formula-sum-of-days = 每日数值之和
formula-calendar-days = 自然日天数
formula-days-with-cases = 有数据的天数
formula-all-keys = 全部合计

group-basic = 基础统计
group-sales = 销售分析
group-search = 直通车
group-sources = 来源分析
group-extra = 其它指标

explain-not-additive = 不可相加：各天（或各来源）的数值不能加总成整段的数值。

cli-account = 读取 { $read } 行 = 使用 { $used } + 空行 { $blank } + 搁置 { $aside }
cli-set-aside = 搁置 { $rows } 行（首见第 { $line } 行）：{ $reason }
cli-dialect = 分隔符 { $delimiter }，表头在第 { $header } 行，版式：{ $layout }
cli-duplicate = “{ $file }”与已载入的文件内容完全相同，没有重复计算。
cli-other-parts = 这里是 { $shown }；另外还有：{ $others }（用 --sheet 选择）
cli-nothing-dated = 没有载入任何带日期的可用数据，无法计算指标。
