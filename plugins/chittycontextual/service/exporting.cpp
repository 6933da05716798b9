// GET /api/v1/context/changes, /replica: everything that is known, as NDJSON in constant memory. What is written meanwhile comes with the
// next export: the last line says up to which change this one goes.
#include <chitty/answers.hpp>
#include <chitty/search/words.hpp>
#include <chittycontextual_names.hpp>

#include "own_store.hpp"

namespace chittycontextual::routes {

using namespace chitty;

namespace {

constexpr std::size_t piece_bytes = 128u << 10;

class Export {
 public:
  Export(Service& service, std::int64_t after, std::int64_t until) : service_(service), which_{{"holder", holder_of(service)}, {"after", after}, {"until", until}} {}

  Result<void> removed() {
    return each("SELECT id, kind AS of, removed_at AS at FROM contextual_removed", [&](json::object line) {
      line["kind"] = "removed";
      return give(line);
    });
  }
  Result<void> memories() {
    return each("SELECT id, text, type, source, session, supersedes, data, made_at AS at, replica FROM contextual_memories", [&](json::object line) {
      line["data"] = object_in_text(line.at("data"));
      line["kind"] = "memory";
      return give(line);
    });
  }
  Result<void> versions() {
    return each("SELECT id, session, number, follows AS parents, name, project, origin, content, saved_at AS at, replica FROM contextual_versions", [&](json::object line) -> Result<void> {
      const auto content = text_in(line, "content");
      const auto parts = (content.size() + piece_bytes - 1) / piece_bytes;
      line.erase("content");
      line["kind"] = "version", line["parents"] = json::parse(line.at("parents").as_string()), line["parts"] = parts;
      std::size_t from = 0;
      for (std::size_t part = 0; part < parts; ++part) {
        const auto to = part + 1 == parts ? content.size() : search::whole_character(content, (part + 1) * piece_bytes);
        line["part"] = part, line["piece"] = content.substr(from, to - from);
        CHITTY_DO(give(line));
        from = to;
      }
      return {};
    });
  }
  Result<void> line(const json::object& line) { return service_.write(json::serialize(line) + "\n"); }
  std::int64_t records() const { return records_; }

 private:
  Result<void> give(const json::object& record) {
    ++records_;
    return line(record);
  }
  Result<void> each(const std::string& select, const std::function<Result<void>(json::object)>& take) {
    Result<void> done;
    CHITTY_DO(service_.store().each(select + " WHERE holder = :holder AND seq > :after AND seq <= :until ORDER BY seq", which_, [&](Row row) {
      std::vector<std::string> none;
      for (const auto& [name, value] : row)
        if (value.is_null()) none.emplace_back(name);
      for (const auto& name : none) row.erase(name);
      done = take(std::move(row));
      return done.has_value() && !service_.cancelled();
    }));
    return done;
  }

  Service& service_;
  json::object which_;
  std::int64_t records_ = 0;
};

}  // namespace

Result<Response> export_changes(Service& service, const ExportChanges& given) {
  CHITTY_TRY(const auto own, own_store(service, holder_of(service)));
  CHITTY_DO(service.begin(200, {{"Content-Type", "application/x-ndjson"}}));
  Export out(service, given.query.after, own.seq);
  CHITTY_DO(out.line({{"kind", "store"}, {"replica", own.id}, {"after", given.query.after}}));
  CHITTY_DO(out.removed());
  CHITTY_DO(out.memories());
  CHITTY_DO(out.versions());
  CHITTY_DO(out.line({{"kind", "end"}, {"seq", own.seq}, {"records", out.records()}}));
  return Response::done();
}

Result<Response> replica(Service& service, const Replica& given) {
  CHITTY_TRY(const auto own, own_store(service, holder_of(service)));
  CHITTY_TRY(const auto peer, service.store().find("SELECT seq FROM contextual_peers WHERE holder = :holder AND replica = :replica",
                                                   {{"holder", holder_of(service)}, {"replica", given.query.of}}));
  return answer(service, {{"replica", own.id}, {"seq", own.seq}, {"knows", peer ? peer->at("seq") : json::value(0)}});
}

}  // namespace chittycontextual::routes
