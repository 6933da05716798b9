#include "request/run.hpp"

#include <array>

#include "request/download.hpp"
#include "request/lookup.hpp"
#include "request/place.hpp"
#include "request/records.hpp"
#include "request/reply.hpp"
#include "request/waiting.hpp"

namespace chitty::host {

namespace {

Result<void> pass_bytes(HttpReply& reply, Courier& courier) {
  std::array<char, 65536> piece;
  for (;;) {
    const auto got = reply.read(piece.data(), piece.size());
    if (!got) return got.error();
    if (*got == 0) return {};
    if (auto given = courier.bytes({piece.data(), *got}); !given) return given;
  }
}

// Each event as it comes. `records` points into the event; those that have nothing there are passed over.
Result<void> pass_events(const DeclaredRequest& request, HttpReply& reply, std::optional<std::int64_t> limit, Courier& courier) {
  const auto events = request.stream == DeclaredRequest::Stream::sse ? sse_stream() : ndjson_stream();
  std::int64_t given = 0;
  const auto give = [&](json::value record) -> Result<void> {
    if (limit && given == *limit) return {};
    if (request.records && !request.records->at.empty()) {
      const auto* inside = find_at(record, request.records->at);
      if (!inside || inside->is_null()) return {};
      record = json::value(*inside);
    }
    if (auto fine = check_failures(request.failed, record); !fine) return fine;
    ++given;
    return courier.record(std::move(record));
  };
  std::array<char, 16384> piece;
  while (!limit || given < *limit) {
    const auto got = reply.read(piece.data(), piece.size());
    if (!got) return got.error();
    if (*got == 0) return events->end(give);
    if (auto taken = events->take({piece.data(), *got}, give); !taken) return taken;
  }
  return {};
}

// What is there is read first, and the change goes out under its ETag.
Result<void> read_before(Draft& draft, Courier& courier) {
  auto reply = courier.send(draft.reading());
  if (!reply) return reply.error();
  const auto etag = (*reply)->header("ETag");
  auto read = read_json(**reply);
  if (!read) return read.error();
  if (etag.empty())
    return make_error(Code::malformed, "The service returned no ETag, so a change could overwrite someone else's.");
  draft.change(*read, etag);
  return {};
}

Result<std::unique_ptr<HttpReply>> send_change(const DeclaredRequest& request, Draft& draft, Courier& courier) {
  if (request.modify)
    if (auto read = read_before(draft, courier); !read) return read.error();
  auto reply = courier.send(draft.outgoing());
  if (reply || !request.modify || reply.error().code != Code::conflict) return reply;
  Error error = reply.error();
  error.hint = "It was changed in the meantime and nothing was done. Run the command again.";
  return error;
}

Result<json::value> one_record(const DeclaredRequest& request, json::value reply) {
  if (!request.record) return reply;
  const auto* inside = find_at(reply, *request.record);
  if (inside && !inside->is_null()) return json::value(*inside);
  return make_error(Code::malformed, "The service's answer has no " + name_of_place(*request.record) + " in it.");
}

std::optional<std::int64_t> limit_of(const DeclaredRequest& request, const json::object& arguments) {
  const auto* limit = request.limit.empty() ? nullptr : arguments.if_contains(request.limit);
  return limit && limit->is_int64() ? std::optional(limit->get_int64()) : std::nullopt;
}

Result<void> run_one(const DeclaredRequest& request, const json::object& arguments, Shown shown, Values& values) {
  Courier& courier = values.courier();
  auto draft = Draft::fill(request, values);
  if (!draft) return draft.error();
  auto reply = send_change(request, *draft, courier);
  if (!reply) return reply.error();
  if (request.stream != DeclaredRequest::Stream::none) return pass_events(request, **reply, limit_of(request, arguments), courier);
  if (!request.download.empty()) {
    const auto file = values.text(request.download);
    auto record = download(**reply, file.empty() ? "-" : file, courier);
    if (!record) return record.error();
    return *record ? courier.record(std::move(**record)) : Result<void>();
  }
  if (shown == Shown::bytes && !request.record && !request.wait) return pass_bytes(**reply, courier);

  auto value = read_json(**reply);
  if (!value) return value.error();
  if (auto fine = check_failures(request.failed, *value); !fine) return fine;
  const auto* no_wait = arguments.if_contains(no_wait_option);
  if (request.wait && !(no_wait && *no_wait == true)) {
    value = wait_until_done(request, **reply, std::move(*value), courier);
    if (!value) return value.error();
  }
  if (auto fine = check_expected(request.expect, *value); !fine) return fine;
  auto record = one_record(request, std::move(*value));
  if (!record) return record.error();
  return courier.record(std::move(*record));
}

}  // namespace

Result<void> run_request(const DeclaredRequest& request, const json::object& given, Shown shown, Courier& courier) {
  auto arguments = request.lookup ? look_up(request, given, courier) : Result<json::object>(given);
  if (!arguments) return arguments.error();
  Values values(*arguments, courier);
  const bool is_list = request.records && request.stream == DeclaredRequest::Stream::none;
  auto done = is_list ? each_record(request, values, limit_of(request, *arguments), [&](json::value record) { return courier.record(std::move(record)); })
                      : run_one(request, *arguments, shown, values);
  if (done && !request.note.empty()) courier.note(request.note);
  return done;
}

}  // namespace chitty::host
