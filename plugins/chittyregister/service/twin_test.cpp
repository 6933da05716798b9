// What a certificate must be before the authority signs it, and what is found when it is not.
#include "twin.hpp"

#include <gtest/gtest.h>

#include "../x509/key.hpp"

namespace chittyregister {
namespace {

constexpr std::int64_t now = 1'800'000'000, a_day = 86'400;

struct Twin : ::testing::Test {
  Twin() {
    constraints.domains = {"localhost"};
    Plan authority{.kind = Kind::root, .common_name = "test", .serial = serial_from(std::string(chance_of_serial, 'a')), .begins = now - a_day, .ends = now + 1000 * a_day};
    root = certificate_of(make_certificate(authority, root_key.get(), {nullptr, root_key.get()}).value());
  }
  std::string wrong(const Plan& made, const Plan& wanted) {
    return what_is_wrong(make_certificate(made, key.get(), {root.get(), root_key.get()}).value(), wanted, key.get(), root.get(), constraints);
  }

  Key key = new_key().value(), root_key = new_key().value();
  Certificate root;
  Constraints constraints;
  Plan plan{.common_name = "acme", .serial = serial_from(std::string(chance_of_serial, 'b')), .begins = now, .ends = now + 90 * a_day - 1, .names = {*parse_name("localhost")}};
};

TEST_F(Twin, WhatIsInOrderIsSigned) {
  EXPECT_EQ(wrong(plan, plan), "");
  const auto made = make_checked_leaf(plan, key.get(), {root.get(), root_key.get()}, constraints);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(X509_verify(certificate_of(*made).get(), root_key.get()), 1) << "and not by the key of the twin";
}

TEST_F(Twin, WhatIsWrongIsNamedAndNotSigned) {
  auto other = plan;
  other.kind = Kind::root;
  EXPECT_NE(wrong(other, plan), "");
  other = plan, other.kind = Kind::intermediate, other.constraints = constraints;
  EXPECT_EQ(wrong(other, plan), "its names are not those that were admitted");
  other = plan, other.names.push_back(*parse_name("evil.localhost"));
  EXPECT_EQ(wrong(other, plan), "its names are not those that were admitted");
  other = plan, other.serial = serial_from(std::string(chance_of_serial, 'c'));
  EXPECT_EQ(wrong(other, plan), "its serial number is not the one that was stored");
  other = plan, other.ends += a_day;
  EXPECT_EQ(wrong(other, plan), "its times are not those that were stored");
  other = plan, other.ends = now + 399 * a_day;
  EXPECT_EQ(wrong(other, other), "it is good for more than 398 days");
  other = plan, other.begins = now + 900 * a_day, other.ends = now + 1001 * a_day;
  EXPECT_EQ(wrong(other, other), "it outlives the authority");
  other = plan, other.kind = Kind::ocsp;
  EXPECT_NE(wrong(other, plan), "");
  other = plan, other.names = {*parse_name("acme.example")};
  EXPECT_EQ(wrong(other, other), "the name acme.example is outside of what this authority may certify");
  const auto refused = make_checked_leaf(other, key.get(), {root.get(), root_key.get()}, constraints);
  EXPECT_EQ(refused.error().message, "No certificate was signed, since it would be wrong: the name acme.example is outside of what this authority may certify.");
  EXPECT_EQ(what_is_wrong("nothing", plan, key.get(), root.get(), constraints), "it cannot be read");
  EXPECT_EQ(what_is_wrong(make_certificate(plan, root_key.get(), {root.get(), root_key.get()}).value(), plan, key.get(), root.get(), constraints), "its key is not the one that was asked for");
}

}  // namespace
}  // namespace chittyregister
