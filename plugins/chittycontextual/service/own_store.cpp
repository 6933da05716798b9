#include "own_store.hpp"

#include <chitty/answers.hpp>

namespace chittycontextual {

using namespace chitty;

std::string holder_of(const Service& service) { return service.caller().subject; }

Result<OwnStore> own_store(Service& service, const std::string& holder) {
  CHITTY_TRY(auto row, service.store().find("SELECT id FROM contextual_store WHERE one = 1"));
  if (!row) {
    CHITTY_TRY(const auto id, new_id(service, "store_"));
    CHITTY_DO(service.store().execute("INSERT INTO contextual_store (one, id) VALUES (1, :id) ON CONFLICT (one) DO NOTHING", {{"id", id}}));
    CHITTY_TRY(row, service.store().find("SELECT id FROM contextual_store WHERE one = 1"));
    if (!row) return make_error(Code::host_fault, "The store has no name.");
  }
  CHITTY_TRY(const auto changes, service.store().find("SELECT seq FROM contextual_changes WHERE holder = :holder", {{"holder", holder}}));
  return OwnStore{text_in(*row, "id"), changes ? changes->at("seq").as_int64() : 0};
}

Result<std::int64_t> next_changes(Service& service, const std::string& holder, std::int64_t many) {
  CHITTY_TRY(const auto row, service.store().row("INSERT INTO contextual_changes (holder, seq) VALUES (:holder, :many)"
                                                 " ON CONFLICT (holder) DO UPDATE SET seq = contextual_changes.seq + excluded.seq RETURNING seq",
                                                 {{"holder", holder}, {"many", many}}, "There is no number."));
  return row.at("seq").as_int64() - many + 1;
}

Result<std::optional<std::int64_t>> space_of(Service& service, const std::string& holder) {
  CHITTY_TRY(const auto row, service.store().find("SELECT space FROM contextual_spaces WHERE holder = :holder", {{"holder", holder}}));
  return row ? std::optional(row->at("space").as_int64()) : std::nullopt;
}

Result<Numbers> next_passages(Service& service, const std::string& holder, std::int64_t many) {
  CHITTY_TRY(const auto row, service.store().row("INSERT INTO contextual_spaces (holder, space, passages) VALUES (:holder, (SELECT COUNT(*) + 1 FROM contextual_spaces), :many)"
                                                 " ON CONFLICT (holder) DO UPDATE SET passages = contextual_spaces.passages + excluded.passages RETURNING space, passages",
                                                 {{"holder", holder}, {"many", many}}, "There is no space."));
  return Numbers{row.at("space").as_int64(), row.at("passages").as_int64() - many + 1};
}

}  // namespace chittycontextual
