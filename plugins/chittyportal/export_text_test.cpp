#include "export_text.hpp"

#include <gtest/gtest.h>

namespace chittyportal {
namespace {

using namespace chitty;

TEST(ExportText, ATextThatASpreadsheetWouldComputeIsAText) {
  for (const auto* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"}) {
    const auto field = csv_text(formula);
    EXPECT_EQ(field.find_first_not_of('"'), field.find('\'')) << field;
  }
  EXPECT_EQ(csv_text("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
  EXPECT_EQ(csv_text("GET /a,b"), "\"GET /a,b\"");
  EXPECT_EQ(csv_text("chittyid"), "chittyid");
  EXPECT_EQ(csv_text(""), "");
}

TEST(ExportText, TheSameRowInEachFormat) {
  const json::object row{{"at", 1'795'445'940'000}, {"service", "=acme"}, {"route", "GET /x"}, {"requests", 3}, {"refused", 0}, {"errors", 1}, {"bytesIn", 0}, {"bytesOut", 9}, {"p50Ms", 1.5}};
  ExportText csv("csv"), lines("ndjson"), list("json");
  EXPECT_EQ(csv.head() + csv.row(row),
            "at,service,route,requests,refused,errors,bytesIn,bytesOut,p50Ms,p95Ms,p99Ms\r\n"
            "2026-11-23T14:59:00.000Z,'=acme,GET /x,3,0,1,0,9,1.5E0,,\r\n");
  EXPECT_EQ(json::parse(lines.row(row)).at("p95Ms"), nullptr);
  const auto whole = json::parse(list.head() + list.row(row) + list.row(row) + list.foot());
  EXPECT_EQ(whole.as_array().size(), 2u);
  EXPECT_EQ(whole.at(0).at("service"), "=acme") << "JSON is no spreadsheet";
}

}  // namespace
}  // namespace chittyportal
