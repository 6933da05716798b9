// Scripts, and how they ended. The registry runs none: they run where the person is, who agrees to it.
#include <chitty/lists.hpp>
#include <chittyregistry_names.hpp>

#include "entries.hpp"
#include "hashes.hpp"
#include "registration.hpp"

namespace chittyregistry::routes {

using namespace chitty;

namespace {

constexpr std::int64_t kept_of_each = 100;  // runs of one script by one caller
constexpr std::string_view run_rows = "SELECT r.*, e.name AS script FROM registry_runs r JOIN registry_entries e ON e.number = r.entry";

Result<std::string> hash_of(Service& service, const std::string& content, const std::string& given) {
  if (!content.starts_with("#!"))
    return usage_error("The script does not say what runs it.", "Begin it with a line such as '#!/bin/sh' or '#!/usr/bin/env python3'.");
  auto hash = sha256_hex(service.crypto(), content);
  if (given.empty() || given == hash) return hash;
  return usage_error("The content does not fit its hash: its SHA-256 is " + hash + ".", "Send both as they belong together.");
}

}  // namespace

Result<Response> register_script(Service& service, const RegisterScript& given) {
  CHITTY_TRY(auto content, service.body());
  for (const auto* column : {"name", "version"}) content.erase(column);
  CHITTY_TRY(content["sha256"], hash_of(service, given.body.content, given.body.sha256));
  return answer_registered(service, {std::string(kinds::script), "script", given.body.name, given.body.version, std::move(content)}, "script");
}

Result<Response> show_script(Service& service, const ShowScript& given) {
  CHITTY_TRY(auto entry, find_entry(service, kinds::script, given.path.id));
  CHITTY_TRY(const auto row, at_version(service, std::move(entry), given.query.version));
  return answer(service, {{"script", shown(service, row, true)}});
}

Result<Response> record_run(Service& service, const RecordRun& given) {
  CHITTY_TRY(auto found, find_entry(service, kinds::script, given.path.id));
  CHITTY_TRY(const auto entry, at_version(service, std::move(found), given.body.version));
  const auto& run = given.body;
  if (text_in(object_in_text(entry.at("content")), "sha256") != run.sha256)
    return make_error(Code::conflict, "Version " + run.version + " of the script has another hash than what ran.");
  const auto started = parse_rfc3339(run.startedAt);
  if (!started) return usage_error("startedAt is not a time.", "Write it as RFC 3339 says: 2026-11-29T17:00:00Z.");
  return idempotent(service, 201, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto id, new_ordered_id(service));
    const bool exited = run.ended == "exited";
    const auto number = [](const std::optional<std::int64_t>& value) { return value ? json::value(*value) : json::value(nullptr); };
    CHITTY_DO(service.store().insert("registry_runs", {{"id", id}, {"entry", entry.at("number")}, {"version", run.version}, {"sha256", run.sha256}, {"ended", run.ended}, {"exit_code", exited ? number(run.exitCode) : json::value(nullptr)}, {"signal", run.ended == "signal" ? number(run.signal) : json::value(nullptr)}, {"started_at", rfc3339(*started)}, {"duration_ms", run.durationMs}, {"output", run.output}, {"errors", run.errors}, {"output_bytes", run.outputBytes.value_or(0)}, {"error_bytes", run.errorBytes.value_or(0)}, {"left_behind", run.leftBehind.value_or(0)}, {"run_by", service.caller().subject}, {"recorded_at", rfc3339(service.now())}}));
    CHITTY_DO(service.store().execute(
        "DELETE FROM registry_runs WHERE entry = :entry AND run_by = :me AND id NOT IN"
        " (SELECT id FROM registry_runs WHERE entry = :entry AND run_by = :me ORDER BY id DESC LIMIT :kept)",
        {{"entry", entry.at("number")}, {"me", service.caller().subject}, {"kept", kept_of_each}}));
    CHITTY_DO(service.event("registry.script_run", text_in(entry, "id"), {{"name", entry.at("name")}, {"version", run.version}, {"run", id}, {"ended", run.ended}, {"exitCode", number(run.exitCode)}}));
    CHITTY_TRY(const auto row, service.store().row(std::string(run_rows) + " WHERE r.id = :id", {{"id", id}}, "The run was not recorded."));
    return json::object{{"run", record_of(row, shapes::run)}};
  });
}

Result<Response> runs(Service& service, const Runs& given) {
  const Page page{given.query.limit, 0, given.query.cursor};
  auto select = Select::own(std::string(run_rows), Ownership(service, {"r.run_by"}));
  if (!given.query.script.empty()) {
    CHITTY_TRY(const auto entry, find_entry(service, kinds::script, given.query.script));
    select.sql += " AND r.entry = :entry";
    select.parameters["entry"] = entry.at("number");
  }
  return answer_page(service, page, "runs", select.newest_first(page, "r.id"), shapes::run);
}

}  // namespace chittyregistry::routes
