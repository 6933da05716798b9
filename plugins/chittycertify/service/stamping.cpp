#include "stamping.hpp"

#include <sys/timex.h>

#include <chitty/answers.hpp>
#include <chitty/hex.hpp>
#include <chittycertify_names.hpp>

#include "authority.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

constexpr std::int64_t between_daemons = 1000;  // milliseconds that the clocks of two daemons of one database may differ by

// Number and time are on disk before anything is signed, so that neither is given twice, whatever happens in between. A clock that was
// set back has no time to give until it has caught up.
Result<Moment> reserve(Service& service, const std::string& imprint) {
  CHITTY_TRY(const auto last, service.store().row("SELECT COALESCE(MAX(stamped_ms), 0) AS ms FROM certify_stamps", {}, "Nothing can be counted."));
  Moment moment;
  moment.ms = service.now();
  if (moment.ms + between_daemons < last.at("ms").as_int64())
    return make_error(Code::conflict, "The clock was set back, so no time can be trusted.");
  CHITTY_TRY(moment.serial, new_serial(service));
  CHITTY_DO(service.store().insert("certify_stamps", {{"serial", moment.serial}, {"imprint", hex(imprint)}, {"stamped_ms", moment.ms}}));
  CHITTY_DO(service.event("certify.stamped", moment.serial, {{"imprint", hex(imprint)}}));
  return moment;
}

struct Signers {
  Holder authority, issuing;
};

Result<Signers> signers(Service& service) {
  return service.store().transaction([&]() -> Result<Signers> {
    CHITTY_DO(found_authority(service));
    CHITTY_TRY(auto authority, newest(service, "timestamp"));
    CHITTY_TRY(authority, with_key(service, std::move(authority)));
    CHITTY_TRY(auto issuing, authority_of(service, authority.issued_by));
    return Signers{std::move(authority), std::move(issuing)};
  });
}

}  // namespace

std::optional<std::int64_t> clock_accuracy_ms() {
  timex clock{};
  const auto state = ::adjtimex(&clock);
  if (state < 0 || state == TIME_ERROR || (clock.status & STA_UNSYNC) != 0) return std::nullopt;
  return clock.maxerror / 1000 + 1;
}

Result<std::string> stamp(Service& service, std::string_view query) {
  CHITTY_TRY(const auto by, signers(service));
  const Stamper stamper{by.authority.issuer(), {by.issuing.certificate.get()}, [&](const std::string& imprint) {
                          return service.store().transaction([&] { return reserve(service, imprint); });
                        },
                        clock_accuracy_ms()};
  return answer_query(query, stamper);
}

Result<std::string> stamped_response(Service& service, std::string_view bytes) {
  CHITTY_TRY(const auto nonce, service.crypto().random(8));
  CHITTY_TRY(const auto query, make_query(bytes, nonce, {}));
  CHITTY_TRY(auto response, stamp(service, query));
  if (const auto why = why_not_answer(response, query); !why.empty())
    return make_error(Code::refused, "The time-stamp authority here has no time to give: " + why + ".",
                      "See whether the clock of this machine was set back.");
  return response;
}

namespace routes {

// RFC 3161, section 3.4: what is wrong with a query is said in the response, and not by HTTP.
Result<Response> give_stamp(Service& service) {
  CHITTY_TRY(const auto query, service.body_text());
  CHITTY_TRY(auto answer, stamp(service, query));
  Response response;
  response.body = std::move(answer);
  response.headers = {{"Content-Type", "application/timestamp-reply"}, {"Cache-Control", "no-store"}};
  return response;
}

}  // namespace routes
}  // namespace chittycertify
