// Rows out of a database, as text, and into it again; and what does not fit.
#include "daemon/admin/cell_text.hpp"
#include "daemon/admin/known_tables.hpp"
#include "daemon/admin/row_source.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

const TableShape things{"things",
                        {{"id", "TEXT", Cell::Kind::text, true}, {"n", "BIGINT", Cell::Kind::integer, false}, {"x", "DOUBLE PRECISION", Cell::Kind::real, false}, {"b", "BLOB", Cell::Kind::bytes, false}},
                        {"id"}};

// The rows and troubles of a text, as words.
std::vector<std::string> read(const std::string& text, const TableShape& table = things, const std::string& format = {}) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  std::thread giver([&] {
    for (std::size_t at = 0; at < text.size();) at += static_cast<std::size_t>(std::max<ssize_t>(::write(ends[1], text.data() + at, text.size() - at), 0));
    ::close(ends[1]);
  });
  Input input(ends[0]);
  std::vector<std::string> told;
  auto source = row_source(input, table, format);
  const auto columns = source ? (*source)->columns() : Result<std::vector<std::size_t>>(source.error());
  if (!columns) told.push_back(columns.error().message);
  std::vector<Cell> cells;
  std::uint64_t line = 0;
  std::optional<RowTrouble> trouble;
  while (columns) {
    const auto more = (*source)->next(cells, line, trouble);
    EXPECT_TRUE(more);
    if (!more || !*more) break;
    if (trouble) {
      told.push_back(std::to_string(trouble->line) + " " + trouble->column + ": " + trouble->reason);
      if (!trouble->goes_on) break;
      continue;
    }
    std::string row = std::to_string(line) + " ";
    for (const auto& cell : cells) append_json(row, cell), row += ' ';
    row.pop_back();
    told.push_back(row);
  }
  while (columns && *input.more()) input.take(input.rest().size());
  giver.join();
  ::close(ends[0]);
  return told;
}

using Told = std::vector<std::string>;

TEST(JsonRows, AnArrayOrALineEach) {
  const Told rows{"1 \"a\" 1 null null", "2 \"b\" null 1.5 null"};
  EXPECT_EQ(read("[{\"id\":\"a\",\"n\":1},\n{\"id\":\"b\",\"x\":1.5}\n]\n"), rows);
  EXPECT_EQ(read("{\"id\":\"a\",\"n\":1}\n{\"x\":1.5,\"id\":\"b\"}"), rows);
  EXPECT_EQ(read("\n [ ]"), Told{});
  EXPECT_EQ(read("[{\"id\":\"\\u00e9\\ud83d\\ude00\\n\"}]"), Told{"1 \"é😀\\n\" null null null"});
  EXPECT_EQ(read("{\"id\":\"a\",\"n\":\"9007199254740993\",\"x\":\"NaN\",\"b\":{\"base64\":\"/w==\"}}"), Told{"1 \"a\" \"9007199254740993\" \"NaN\" {\"base64\":\"/w==\"}"});
  EXPECT_EQ(read("{\"id\":[1,{\"a\":2}]}"), Told{"1 \"[1,{\\\"a\\\":2}]\" null null null"});
}

TEST(JsonRows, WhatDoesNotFitIsToldByLineAndColumn) {
  EXPECT_EQ(read("[{\"id\":\"a\",\n\"n\":\"x\"},\n{\"id\":7},{\"n\":1},{\"id\":null}]"),
            (Told{"2 n: expected an integer, not 'x'", "3 id: expected text, not the number 7", "3 id: it is missing", "3 id: it must not be null"}));
  EXPECT_EQ(read("{\"id\":\"a\",\"y\":1}\n{\"id\":\"a\",\"id\":\"b\"}\n{\"id\":\"b\"}"), (Told{"1 y: the table has no such column", "2 id: it is there twice", "3 \"b\" null null null"}));
  EXPECT_EQ(read("{\"id\":\"a\",\"n\":9223372036854775808}"), Told{"1 n: '9223372036854775808' is too large for an integer"});
  EXPECT_EQ(read("{\"id\":\"\xff\"}\n{\"id\":\"a\" \"n\"}\nxx\n{\"id\":\"b\"}"), (Told{"1 : it is not UTF-8", "2 : it is not JSON", "3 : expected an object", "4 \"b\" null null null"}));
}

TEST(JsonRows, AFileThatIsCutOffIsNotTakenForAWholeOne) {
  EXPECT_EQ(read("[{\"id\":\"a\"},\n{\"id\":\"b\""), (Told{"1 \"a\" null null null", "2 : the row does not end: the file is cut off"}));
  EXPECT_EQ(read("[{\"id\":\"a\"},\n"), (Told{"1 \"a\" null null null", "2 : the array does not end: the file is cut off"}));
  EXPECT_EQ(read("[{\"id\":\"a\"}] {}"), (Told{"1 \"a\" null null null", "1 : there is something behind the array"}));
  EXPECT_EQ(read("[1]"), Told{"1 : expected an object, not '1'"});
  EXPECT_EQ(read(""), Told{"There is nothing to import: standard input is empty."});
}

TEST(CsvRows, QuotesNullsAndLineEnds) {
  EXPECT_EQ(read("id,n,b\r\n\"a \"\"b\"\"\nc\",1,\\x00ff\r\n\"\",,\r\n"), (Told{"2 \"a \\\"b\\\"\\nc\" 1 {\"base64\":\"AP8=\"}", "4 \"\" null null"}));
  EXPECT_EQ(read("\xef\xbb\xbfid\n\"\\.\""), Told{"2 \"\\\\.\""});
}

TEST(CsvRows, WhatDoesNotFitIsToldByLineAndColumn) {
  EXPECT_EQ(read("id,n\na,x\n,1\nb\nc,1.5\nd,2\n"),
            (Told{"2 n: expected an integer, not 'x'", "3 id: it must not be null", "4 : 1 values for 2 columns", "5 n: expected an integer, not '1.5'", "6 \"d\" 2"}));
  EXPECT_EQ(read("id,q\na,b\n"), Told{"The table has no column 'q', which the first line names."});
  EXPECT_EQ(read("id,n\n\"a,1\n"), Told{"2 : the quotation marks do not end: the file is cut off"});
  EXPECT_EQ(read("id,n\na\"b,1\n"), Told{"2 : a quotation mark stands where none may"});
}

// Every value that both engines can hold comes back as the same bytes, whatever lies between two reads of the input.
TEST(Rows, WhatIsWrittenReadsBackAsItIs) {
  std::vector<std::string> texts{"", " ", "\\.", "\\N", "a,b", "\"", "\r\n", "\t", "é", "😀", "NULL", "\\x00", std::string(300000, 'x'), "{}", "[1]"};
  const double reals[] = {0, -0.0, 1, 0.1, 1e300, 5e-324, -1.5, 123456789012345678.0, HUGE_VAL, -HUGE_VAL, std::nan("")};
  const std::int64_t integers[] = {0, -1, std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  std::string json, csv = "id,n,x,b\n";
  Told expected_json, expected_csv;
  std::uint64_t json_line = 0, csv_line = 1;
  for (std::size_t i = 0; i < 60; ++i) {
    const std::string bytes(i, static_cast<char>(i * 7));
    Cell id, n, x, b;
    id.kind = Cell::Kind::text, id.text = texts[i % texts.size()];
    n.kind = Cell::Kind::integer, n.integer = integers[i % std::size(integers)];
    x.kind = Cell::Kind::real, x.real = reals[i % std::size(reals)];
    if (i % 4 != 3) b.kind = Cell::Kind::bytes, b.text = bytes;
    json += "{\"id\":", append_json(json, id), json += ",\"n\":", append_json(json, n), json += ",\"x\":", append_json(json, x), json += ",\"b\":", append_json(json, b), json += "}\n";
    append_csv(csv, id), csv += ',', append_csv(csv, n), csv += ',', append_csv(csv, x), csv += ',', append_csv(csv, b), csv += '\n';
    std::string row;
    for (const auto* cell : {&id, &n, &x, &b}) append_json(row, *cell), row += ' ';
    row.pop_back();
    expected_json.push_back(std::to_string(++json_line) + " " + row);
    expected_csv.push_back(std::to_string(++csv_line) + " " + row);
    csv_line += id.text == "\r\n" ? 1 : 0;
  }
  EXPECT_EQ(read(json), expected_json);
  EXPECT_EQ(read(csv), expected_csv);
}

TEST(KnownTables, ABareNounIsTheOneTableOfThatName) {
  const KnownTables known({{"acme", "1", {}, {"ac_things", "ac_keys", "parts"}, {"ac_keys"}}, {"bolt", "1", {}, {"bo_wires", "bo_parts"}, {}}, {"cord", "1", {}, {"co_wires"}, {}}});
  const std::vector<std::string> there{"ac_keys", "ac_things", "bo_parts", "bo_wires", "chitty_answers", "chitty_migrations", "co_wires", "old_things", "parts"};
  EXPECT_EQ(known.table_of("things", there)->value(), "ac_things");
  EXPECT_EQ(known.table_of("ac_things", there)->value(), "ac_things");
  EXPECT_EQ(known.table_of("parts", there)->value(), "parts");
  EXPECT_EQ(known.table_of("wires", there).error().code, Code::conflict);
  EXPECT_FALSE(known.table_of("nothing", there)->has_value());
  for (const auto* hidden : {"keys", "ac_keys", "chitty_answers", "old_things"}) EXPECT_EQ(known.table_of(hidden, there).error().code, Code::permission_denied) << hidden;
  EXPECT_EQ(known.hidden_of(there), (std::vector<std::string>{"ac_keys", "chitty_answers", "old_things"}));
}

TEST(KnownTables, TablesOfAScript) {
  EXPECT_EQ(tables_made_by("-- CREATE TABLE no (x)\ncreate table a (x TEXT);\nCREATE INDEX i ON a (x);\nCREATE TABLE IF NOT EXISTS \"b\" (y)"), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace chitty::host::daemon
