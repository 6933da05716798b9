#include "paper.hpp"

#include <cairo-pdf.h>

#include <algorithm>
#include <stdexcept>

namespace chittycases::print {

namespace {

constexpr Style footing{"DejaVu Sans, Liberation Sans, Sans", 7.5, false, false, 0.4};

cairo_status_t take(void* all, const unsigned char* data, unsigned size) {
  static_cast<std::string*>(all)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Paper::Paper(std::string title, int pages) : title_(std::move(title)), pages_(pages), surface_(cairo_pdf_surface_create_for_stream(take, &bytes_, width, height)), cairo_(cairo_create(surface_)), layout_(pango_cairo_create_layout(cairo_)) {
  cairo_pdf_surface_restrict_to_version(surface_, CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_TITLE, title_.c_str());
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATOR, "chittycases");
  pango_layout_set_wrap(layout_, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_single_paragraph_mode(layout_, TRUE);
}

Paper::~Paper() {
  g_object_unref(layout_);
  cairo_destroy(cairo_);
  cairo_surface_destroy(surface_);
}

void Paper::set(const std::string& text, const Style& style, double column) {
  const std::unique_ptr<PangoFontDescription, void (*)(PangoFontDescription*)> font(pango_font_description_from_string(style.family), pango_font_description_free);
  pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style(font.get(), style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description(layout_, font.get());
  pango_layout_set_width(layout_, column < 0 ? -1 : static_cast<int>(column * PANGO_SCALE));
  pango_layout_set_text(layout_, text.data(), static_cast<int>(text.size()));
}

double Paper::height_of(const std::string& text, const Style& style, double column) {
  set(text, style, column);
  int high = 0;
  pango_layout_get_size(layout_, nullptr, &high);
  return static_cast<double>(high) / PANGO_SCALE;
}

double Paper::width_of(const std::string& text, const Style& style) {
  set(text, style, -1);
  int wide = 0;
  pango_layout_get_size(layout_, &wide, nullptr);
  return static_cast<double>(wide) / PANGO_SCALE;
}

double Paper::widest_word(const std::string& text, const Style& style) {
  double widest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    widest = std::max(widest, width_of(text.substr(at, end - at), style));
    at = end + 1;
  }
  return widest;
}

void Paper::draw(const std::string& text, const Style& style, double x, double column) {
  set(text, style, column);
  cairo_set_source_rgb(cairo_, style.grey, style.grey, style.grey);
  cairo_move_to(cairo_, x, pen_);
  pango_cairo_show_layout(cairo_, layout_);
}

void Paper::rule(double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_set_line_width(cairo_, 0.5);
  cairo_move_to(cairo_, margin, pen_);
  cairo_line_to(cairo_, width - margin, pen_);
  cairo_stroke(cairo_);
}

void Paper::shade(double below, double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_rectangle(cairo_, margin - 3, pen_ - 2, inner + 6, below + 2);
  cairo_fill(cairo_);
}

void Paper::foot() {
  const auto kept = pen_;
  pen_ = height - margin + 8;
  const auto number = "Page " + std::to_string(page_) + (pages_ > 0 ? " of " + std::to_string(pages_) : "");
  const auto wide = width_of(number, footing);
  pango_layout_set_ellipsize(layout_, PANGO_ELLIPSIZE_END);
  draw(title_, footing, margin, inner - wide - 20);
  pango_layout_set_ellipsize(layout_, PANGO_ELLIPSIZE_NONE);
  draw(number, footing, width - margin - wide, -1);
  pen_ = kept;
}

void Paper::next_page() {
  foot();
  cairo_show_page(cairo_);
  ++page_;
  pen_ = margin;
}

void Paper::outline(const std::string& heading) {
  const auto link = "page=" + std::to_string(page_) + " pos=[" + std::to_string(static_cast<int>(margin)) + " " + std::to_string(static_cast<int>(pen_)) + "]";
  cairo_pdf_surface_add_outline(surface_, CAIRO_PDF_OUTLINE_ROOT, heading.c_str(), link.c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

std::string Paper::finished() {
  foot();
  cairo_show_page(cairo_);
  cairo_surface_finish(surface_);
  if (cairo_status(cairo_) != CAIRO_STATUS_SUCCESS || cairo_surface_status(surface_) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("the PDF cannot be written");
  return bytes_;
}

}  // namespace chittycases::print
