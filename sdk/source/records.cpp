#include <boost/json/parse.hpp>
#include <chitty/records.hpp>

namespace chitty {

namespace {

json::value value_of(const json::value& kept, Property::Kept as) {
  if (as == Property::text && kept.is_string()) {
    boost::system::error_code ec;
    auto value = json::parse(kept.get_string(), ec);
    return ec ? json::value(nullptr) : std::move(value);
  }
  if (as == Property::number && kept.is_int64()) return kept.get_int64() != 0;
  return kept;
}

}  // namespace

json::object record_of(const Row& row, Shape shape) {
  json::object record;
  record.reserve(shape.size());
  for (const auto& property : shape)
    if (const auto* kept = row.if_contains(property.column))
      record.emplace(property.name, value_of(*kept, property.kept));
  return record;
}

ObjectText record_of(const RowText& row, Shape shape) {
  ObjectText record;
  for (const auto& property : shape) {
    if (!row.has(property.column)) continue;
    const auto kept = row.raw(property.column);
    if (property.kept == Property::text && kept.starts_with('"'))
      record.raw(property.name, row.text(property.column));
    else if (property.kept == Property::number && (kept == "0" || kept == "1"))
      record.boolean(property.name, kept == "1");
    else
      record.raw(property.name, kept);
  }
  return record;
}

}  // namespace chitty
