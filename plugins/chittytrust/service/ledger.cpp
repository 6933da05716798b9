#include "ledger.hpp"

#include <chitty/lists.hpp>
#include <chittytrust_names.hpp>

#include "../entity_id.hpp"
#include "requests.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

Error too_little(const Transfer& transfer, Amount has) {
  const std::string account(transfer.debit);
  const auto hint = transfer.kind == "withdrawal" ? "Withdraw what there is: chitty trust withdraw " + account + " " + text_of(has)
                                                  : "Ask whoever runs this ChittyOS for a deposit: chitty trust deposit " + account + " " + text_of(transfer.amount - has);
  return make_error(Code::conflict, "The balance of " + account + " is " + text_of(has) + ", and " + text_of(transfer.amount) + " is needed.", hint);
}

Result<Amount> one_amount(Service& service, std::string_view sql, const json::object& parameters) {
  CHITTY_TRY(const auto row, service.store().find(sql, parameters));
  return row && !row->at("amount").is_null() ? row->at("amount").to_number<Amount>() : 0;
}

// What of the account's own offers is in escrow now.
Result<Amount> offered_by(Service& service, std::string_view account) {
  return one_amount(service, "SELECT SUM(amount) AS amount FROM trust_requests WHERE requester = :account AND status IN ('open', 'claimed')", {{"account", account}});
}

Result<json::object> account_shown(Service& service, const std::string& account) {
  CHITTY_TRY(const auto balance, balance_of(service, account));
  CHITTY_TRY(const auto offered, offered_by(service, account));
  return json::object{{"account", account}, {"balance", text_of(balance)}, {"inEscrow", text_of(offered)}};
}

Result<void> deposit_to(Service& service, const std::string& account, Amount amount) {
  CHITTY_TRY(const auto minted, balance_of(service, mint));
  if (-minted > most_issued - amount)
    return make_error(Code::conflict, "No more than " + text_of(most_issued) + " may be issued in all.", "Withdraw what is not needed first: chitty trust withdraw ACCOUNT AMOUNT");
  CHITTY_DO(move(service, {mint, account, amount, "deposit"}));
  return service.event("trust.deposited", account, {{"amount", text_of(amount)}});
}

Result<void> withdraw_from(Service& service, const std::string& account, Amount amount) {
  CHITTY_DO(move(service, {account, mint, amount, "withdrawal"}));
  return service.event("trust.withdrawn", account, {{"amount", text_of(amount)}});
}

Result<Response> issue(Service& service, const shapes::Movement& given, bool into) {
  CHITTY_TRY(const auto account, entity_of(given.account));
  CHITTY_TRY(const auto amount, amount_of(given.amount));
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_DO(into ? deposit_to(service, account, amount) : withdraw_from(service, account, amount));
    return account_shown(service, account);
  });
}

json::object transfer_shown(const Row& row) {
  json::object shown = row;
  shown["amount"] = text_of(row.at("amount").to_number<Amount>());
  return shown;
}

}  // namespace

Result<void> move(Service& service, const Transfer& transfer) {
  auto store = service.store();
  CHITTY_TRY(const auto taken, store.execute("UPDATE trust_accounts SET balance = balance - :amount WHERE account = :account AND (balance >= :amount OR account = '@mint')",
                                             {{"amount", transfer.amount}, {"account", transfer.debit}}));
  if (taken != 1) {
    CHITTY_TRY(const auto has, balance_of(service, transfer.debit));
    return too_little(transfer, has);
  }
  CHITTY_DO(store.execute("INSERT INTO trust_accounts (account, balance) VALUES (:account, :amount) ON CONFLICT (account) DO UPDATE SET balance = trust_accounts.balance + excluded.balance",
                          {{"account", transfer.credit}, {"amount", transfer.amount}}));
  CHITTY_TRY(const auto id, new_ordered_id(service));
  return store.insert("trust_transfers", {{"id", id}, {"debit", transfer.debit}, {"credit", transfer.credit}, {"amount", transfer.amount}, {"kind", transfer.kind}, {"request_id", text_or_null(transfer.request)}, {"at", rfc3339(service.now())}});
}

Result<void> issue_for(Service& service, const std::string& account, Amount amount) {
  if (service.caller().owner) {
    CHITTY_TRY(const auto has, balance_of(service, account));
    return has < amount ? deposit_to(service, account, amount - has) : Result<void>();
  }
  // Of two requests at once, one makes the account.
  CHITTY_TRY(const auto is_new, service.store().execute("INSERT INTO trust_accounts (account, balance) VALUES (:account, 0) ON CONFLICT (account) DO NOTHING", {{"account", account}}));
  return is_new == 1 ? deposit_to(service, account, to_begin_with) : Result<void>();
}

Result<Amount> balance_of(Service& service, std::string_view account) {
  return one_amount(service, "SELECT balance AS amount FROM trust_accounts WHERE account = :account", {{"account", account}});
}

namespace routes {

Result<Response> deposit(Service& service, const Deposit& given) { return issue(service, given.body, true); }

Result<Response> withdraw(Service& service, const Withdraw& given) { return issue(service, given.body, false); }

Result<Response> balance(Service& service, const Balance& given) {
  const auto me = service.caller().subject;
  CHITTY_TRY(const auto account, entity_of(given.query.account.empty() ? me : given.query.account));
  if (account != me && !service.sees_all())
    return make_error(Code::not_found, "There is no account " + account + " of yours.", "Show your own: chitty trust balance");
  CHITTY_DO(release_due(service));
  CHITTY_TRY(auto shown, service.store().transaction([&] { return account_shown(service, account); }));
  return answer(service, std::move(shown));
}

Result<Response> list_transfers(Service& service, const ListTransfers& given) {
  const Page page{given.query.limit, 0, given.query.cursor};
  auto select = Select::own("SELECT id, debit, credit, amount, kind, request_id, at FROM trust_transfers", Ownership(service, {"debit", "credit"}));
  return answer_page(service, page, "transfers", select.newest_first(page), transfer_shown);
}

// Read in one transaction, so at one moment: sum is 0, and inEscrow is what requests offer, whatever moves meanwhile.
Result<Response> ledger(Service& service) {
  auto sums = service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(const auto sum, one_amount(service, "SELECT SUM(balance) AS amount FROM trust_accounts", {}));
    CHITTY_TRY(const auto minted, balance_of(service, mint));
    CHITTY_TRY(const auto held, balance_of(service, escrow));
    CHITTY_TRY(const auto offered, one_amount(service, "SELECT SUM(amount) AS amount FROM trust_requests WHERE status IN ('open', 'claimed')", {}));
    CHITTY_TRY(const auto transfers, one_amount(service, "SELECT COUNT(*) AS amount FROM trust_transfers", {}));
    return json::object{{"sum", text_of(sum)}, {"issued", text_of(-minted)}, {"inAccounts", text_of(sum - minted - held)}, {"inEscrow", text_of(held)}, {"inRequests", text_of(offered)}, {"transfers", transfers}};
  });
  if (!sums) return sums.error();
  return answer(service, *std::move(sums));
}

}  // namespace routes
}  // namespace chittytrust
