#include "custody.hpp"

#include <unistd.h>

#include <chitty/answers.hpp>
#include <chitty/hex.hpp>
#include <chittyverify_names.hpp>

#include "../custody_chain.hpp"
#include "evidence.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

std::string this_host() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? std::string(name) : std::string();
}

}  // namespace

Result<Row> add_custody(Service& service, const std::string& evidence, const Deed& deed) {
  CHITTY_TRY(const auto stands, service.store().row("SELECT custody_entries, custody_head FROM verify_evidence WHERE artifact_id = :id",
                                                    {{"id", evidence}}, "There is no evidence " + evidence + "."));
  const auto before = from_hex(text_in(stands, "custody_head"));
  const auto seq = stands.at("custody_entries").as_int64() + 1;
  Row entry{{"evidence", evidence},
            {"seq", seq},
            {"action", deed.action},
            {"performed_by", service.caller().subject},
            {"timestamp", rfc3339(service.now())},
            {"location", text_or_null(deed.location)},
            {"purpose", text_or_null(deed.purpose)},
            {"authority", text_or_null(deed.authority)},
            {"reason", text_or_null(deed.reason)},
            {"tool", deed.tool.empty() ? std::string(service.name()) + "/" + std::string(service.version()) : deed.tool},
            {"host", text_or_null(deed.host.empty() ? this_host() : deed.host)},
            {"hash_before", text_or_null(deed.hash_before)},
            {"hash_after", text_or_null(deed.hash_after)},
            {"notes", text_or_null(deed.notes)}};
  const auto link = hex(next_link(service.crypto(), before.value_or(std::string()), evidence, entry));
  entry["chain"] = link;
  CHITTY_DO(service.store().insert("verify_custody", entry));
  CHITTY_DO(service.store().execute("UPDATE verify_evidence SET custody_entries = :seq, custody_head = :link WHERE artifact_id = :id",
                                    {{"seq", seq}, {"link", link}, {"id", evidence}}));
  return entry;
}

namespace routes {

Result<Response> list_custody(Service& service, const ListCustody& given) {
  CHITTY_DO(evidence_of_caller(service, given.path.id));
  CHITTY_TRY(const auto rows, service.store().query_text("SELECT * FROM verify_custody WHERE evidence = :id AND seq > :after ORDER BY seq LIMIT :limit",
                                                         {{"id", given.path.id}, {"after", given.query.after}, {"limit", given.query.limit}}));
  return list_of(rows, shapes::custody);
}

Result<Response> record_custody(Service& service, const RecordCustody& given) {
  const auto& body = given.body;
  CHITTY_TRY(const auto entry, service.store().transaction([&]() -> Result<Row> {
    CHITTY_DO(evidence_of_caller(service, given.path.id));
    CHITTY_TRY(auto added, add_custody(service, given.path.id,
                                       {.action = body.action, .location = body.location, .purpose = body.purpose, .authority = body.authority, .reason = body.reason, .notes = body.notes}));
    CHITTY_DO(service.event("evidence.custody_recorded", given.path.id, {{"action", body.action}}));
    return added;
  }));
  return Response(201, record_of(entry, shapes::custody));
}

}  // namespace routes
}  // namespace chittyverify
