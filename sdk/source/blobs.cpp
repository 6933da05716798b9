#include <chitty/blobs.hpp>
#include <optional>

namespace chitty {

namespace {

// What stands behind a source or a sink, and the words of its failure, which its status cannot say.
template <class Function>
struct Told {
  const Function& function;
  std::optional<Error> error{};

  chitty_status fail(Error why) {
    const auto status = static_cast<chitty_status>(why.code);
    error = std::move(why);
    return status;
  }
};

chitty_status CHITTY_CALL read_some(void* context, void* buffer, uint64_t capacity, uint64_t* got) {
  auto& told = *static_cast<Told<Blobs::Read>*>(context);
  *got = 0;
  try {
    auto read = told.function(static_cast<char*>(buffer), static_cast<std::size_t>(capacity));
    if (!read) return told.fail(read.error());
    *got = *read;
    return CHITTY_OK;
  } catch (...) {
    return told.fail(make_error(Code::plugin_fault, "The source of the content threw."));
  }
}

chitty_status CHITTY_CALL write_some(void* context, const char* data, uint64_t len) {
  auto& told = *static_cast<Told<Blobs::Write>*>(context);
  try {
    auto written = told.function({data, static_cast<std::size_t>(len)});
    return written ? CHITTY_OK : told.fail(written.error());
  } catch (...) {
    return told.fail(make_error(Code::plugin_fault, "The reader of the content threw."));
  }
}

}  // namespace

Result<Blobs::Kept> Blobs::put(const Read& read) const {
  if (!CHITTY_OFFERS(table_, put)) return detail::missing(CHITTY_EXT_BLOBS);
  Told<Read> told{read};
  const chitty_source source{sizeof(chitty_source), 0, &told, read_some};
  Kept kept;
  const auto address = abi::sink_to(kept.address);
  auto done = detail::ask(table_->put, call_, &source, &address, &kept.size);
  if (done) return kept;
  return told.error ? *told.error : done.error();
}

Result<Blobs::Kept> Blobs::put(std::string_view content) const {
  return put([&content](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    const auto size = content.copy(buffer, capacity);
    content.remove_prefix(size);
    return size;
  });
}

Result<void> Blobs::get(std::string_view address, const Write& write) const {
  if (!CHITTY_OFFERS(table_, get)) return detail::missing(CHITTY_EXT_BLOBS);
  Told<Write> told{write};
  const chitty_sink sink{sizeof(chitty_sink), 0, &told, write_some};
  const auto asked = abi::borrow(address);
  auto done = detail::ask(table_->get, call_, &asked, &sink);
  if (!done && told.error) return *told.error;
  return done;
}

Result<std::string> Blobs::get(std::string_view address) const {
  std::string whole;
  auto done = get(address, [&whole](std::string_view piece) -> Result<void> {
    whole.append(piece);
    return {};
  });
  if (!done) return done.error();
  return whole;
}

}  // namespace chitty
