// Notes: a service, and nothing else. Every command is declared in manifest.json, and what comes in here has been checked:
// notes_names.hpp, written by the build, has it as structs.
#include <chitty/lists.hpp>
#include <chitty/members.hpp>
#include <notes_names.hpp>

namespace notes::routes {

using namespace chitty;

namespace {

constexpr const char* columns = "SELECT id, title, body, made_at AS \"madeAt\" FROM notes_notes";

Error unknown(const std::string& id) {
  return make_error(Code::not_found, "No such note: " + id, "List the notes: chitty note list");
}

}  // namespace

Result<Response> list(Service& service, const List& given) {
  CHITTY_TRY(const auto page, page_of(service));
  Select select{std::string(columns) + " WHERE id > :cursor", {{"cursor", page.cursor}}};
  if (!given.query.about.empty()) select.where("title LIKE :about", "about", "%" + given.query.about + "%");
  select.sql += " ORDER BY id";
  return answer_page(service, page, "notes", std::move(select), [](Row& row) { return std::move(row); });
}

Result<Response> show(Service& service, const Show& given) {
  CHITTY_TRY(const auto row, service.store().find(std::string(columns) + " WHERE id = :id", {{"id", given.path.id}}));
  return row ? Result<Response>(Response(*row)) : unknown(given.path.id);
}

// The id is made where nobody else writes: so each note that is kept later sorts later, and whoever follows misses none.
Result<Response> create(Service& service, const Create& given) {
  return service.store().transaction([&]() -> Result<Response> {
    CHITTY_TRY(const auto id, new_ordered_id(service));
    const json::object note{{"id", id}, {"title", given.body.title}, {"body", given.body.body}, {"madeAt", service.now()}};
    CHITTY_DO(service.store().execute(
        "INSERT INTO notes_notes (id, title, body, made_at) VALUES (:id, :title, :body, :madeAt)", note));
    return Response(201, note);
  });
}

Result<Response> remove(Service& service, const Remove& given) {
  CHITTY_TRY(const auto gone,
             service.store().execute("DELETE FROM notes_notes WHERE id = :id", {{"id", given.path.id}}));
  if (gone == 0) return unknown(given.path.id);
  Response done;
  done.status = 204;  // without a body, as the manifest says
  return done;
}

// A line for each note that is kept from now on, until whoever asked has gone. `wait` sends what has been written.
Result<Response> follow(Service& service) {
  CHITTY_TRY(const auto newest, service.store().find("SELECT id FROM notes_notes ORDER BY id DESC LIMIT 1"));
  std::string last = newest ? text_in(*newest, "id") : std::string();
  CHITTY_DO(service.begin(200, {{"Content-Type", "application/x-ndjson"}}));
  do {
    CHITTY_TRY(const auto rows, service.store().query(std::string(columns) + " WHERE id > :last ORDER BY id LIMIT 100",
                                                      {{"last", last}}));
    for (const auto& row : rows) {
      last = text_in(row, "id");
      CHITTY_DO(service.write(json::serialize(row) + "\n"));
    }
  } while (service.wait(std::chrono::milliseconds(200)));
  return Response::done();
}

}  // namespace notes::routes

CHITTY_PLUGIN(.routes = notes::routes::table())
