// chitty.exchange/1: the request being answered, and the reply.
#include "daemon/wire/bearer.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/quota.hpp"
#include "daemon/host/service_call.hpp"

namespace chitty::host::daemon {
namespace {

Error no_request() { return make_error(Code::plugin_fault, "There is no request: the service starts, or does its own work."); }

// Of several fields in one, any.
bool mentions_bearer(std::string_view authorization) {
  for (;;) {
    if (is_bearer_scheme(authorization)) return true;
    const auto comma = authorization.find(", ");
    if (comma == std::string_view::npos) return false;
    authorization.remove_prefix(comma + 2);
  }
}

const chitty_exchange_info* CHITTY_CALL info(const chitty_call* call) {
  const auto& of = ServiceCall::of(call);
  return of.exchange ? &of.info : nullptr;
}

chitty_status CHITTY_CALL header(const chitty_call* call, const chitty_str* name, const chitty_sink* value) {
  const auto& of = ServiceCall::of(call);
  if (!of.head) return CHITTY_NOT_FOUND;
  const bool is_authorization = equal_ignoring_case(abi::view(name), "Authorization");
  if (is_authorization && !of.is_public) return CHITTY_NOT_FOUND;  // the gate's; services get the caller
  const auto found = of.head->joined(abi::view(name));
  if (found && is_authorization && mentions_bearer(*found)) return CHITTY_NOT_FOUND;
  return found ? value->write(value->context, found->data(), found->size()) : CHITTY_NOT_FOUND;
}

chitty_status CHITTY_CALL read(chitty_call* call, void* buffer, uint64_t capacity, uint64_t* got, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    *got = 0;
    auto& of = ServiceCall::of(call);
    if (!of.exchange) return abi::fill(error, no_request());
    auto* to = static_cast<char*>(buffer);
    auto read = of.lines ? of.lines->read(to, capacity) : of.exchange->read(to, capacity);
    if (!read) return abi::fill(error, read.error());
    *got = *read;
    return CHITTY_OK;
  });
}

chitty_status CHITTY_CALL begin(chitty_call* call, int32_t status, const chitty_str* headers, uint64_t length, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    auto& of = ServiceCall::of(call);
    if (!of.exchange) return abi::fill(error, no_request());
    auto begun = of.exchange->begin(status, abi::view(headers), length);
    return begun ? CHITTY_OK : abi::fill(error, begun.error());
  });
}

chitty_status CHITTY_CALL write(chitty_call* call, const void* data, uint64_t len, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    auto& of = ServiceCall::of(call);
    if (!of.exchange) return abi::fill(error, no_request());
    auto written = of.exchange->write({static_cast<const char*>(data), len});
    return written ? CHITTY_OK : abi::fill(error, written.error());
  });
}

chitty_status CHITTY_CALL line(chitty_call* call, uint64_t* number, const chitty_sink* out, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    static const RouteShape silent;
    auto& of = ServiceCall::of(call);
    if (!of.exchange) return abi::fill(error, no_request());
    if (!of.lines) of.lines.emplace(*of.exchange, silent);
    auto next = of.lines->next();
    if (number) *number = of.lines->number();
    if (!next) return abi::fill(error, next.error());
    if (!*next) return abi::fill(error, make_error(Code::not_found, "The body has ended."));
    return out->write(out->context, (*next)->data(), (*next)->size());
  });
}

chitty_status CHITTY_CALL quota(chitty_call* call, const chitty_str* kind, uint64_t more, const chitty_str* holder, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto within = within_quota(ServiceCall::of(call), abi::view(kind), more, abi::view(holder));
    return within ? CHITTY_OK : abi::fill(error, within.error());
  });
}

chitty_status CHITTY_CALL charge(chitty_call* call, uint64_t units, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto& of = ServiceCall::of(call);
    if (!of.exchange) return abi::fill(error, no_request());
    const auto refused = of.pay && units > 0 ? of.pay(units) : std::nullopt;
    return refused ? abi::fill(error, *refused) : CHITTY_OK;
  });
}

}  // namespace

const chitty_exchange& exchange_table() {
  static const chitty_exchange table{sizeof(chitty_exchange), 0, info, header, read, begin, write, line, quota, charge};
  return table;
}

}  // namespace chitty::host::daemon
