// The accounts of the marketplace, in double entry: every amount leaves one account for another, in one transaction with what it is
// for. So the sum of all balances is 0 at every moment.
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <string_view>

#include "../amount.hpp"

namespace chittytrust {

inline constexpr std::string_view mint = "@mint";      // lacks what has been issued
inline constexpr std::string_view escrow = "@escrow";  // holds what open requests offer

struct Transfer {
  std::string_view debit, credit;
  Amount amount;
  std::string_view kind;          // deposit, withdrawal, escrow, payment, refund
  std::string_view request = {};  // of one request each kind moves once
};

// Within a transaction. CONFLICT when the debited account has not so much; only @mint may lack anything.
chitty::Result<void> move(chitty::Service& service, const Transfer& transfer);

// Before `account` of the caller offers `amount`: an account that is new gets what everybody begins with, once; the owner, who may
// issue whatever is wanted, gets what is missing. Both are deposits. Within a transaction.
chitty::Result<void> issue_for(chitty::Service& service, const std::string& account, Amount amount);

// 0 for an account that nothing was ever moved to.
chitty::Result<Amount> balance_of(chitty::Service& service, std::string_view account);

}  // namespace chittytrust
