# The table of registers for docs/src/ledgers.md:
#   gongkai registers --json | jq -rf docs/registers.jq
def name($code): .columns[] | select(.column == $code) | .zh;
def key: . as $register
  | if .key == "fingerprint" then "整行内容与次序"
    else [.key.columns[] as $code | $register | name($code)] | join(" + ") end;
def year: . as $register | if .year == null then "—" else name(.year) end;
def seen: . as $register
  | if .visibility == "public" then "公开"
    elif .visibility == "counted-only" then "只计数"
    else .visibility as $seen
      | "仅“\($register | name($seen.column))”为“\($register.columns[] | select(.column == $seen.column)
          | .codes[] | select(.code == $seen.is) | .zh)”的" end;
def personal: [.columns[] | select(.flags | index("personal")) | .zh] | if . == [] then "—" else join("、") end;
"| 代码 | 名称 | 行的识别 | 年度列 | 门户上 | 个人信息（加密） |",
"|---|---|---|---|---|---|",
(.[] | "| `\(.register)` | \(.zh) | \(key) | \(year) | \(seen) | \(personal) |")
