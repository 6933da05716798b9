// A report's blocks on pages: headings stay with what follows, tables repeat their head, rows are not split.
#pragma once

#include <string>
#include <vector>

namespace chittycases::print {

struct Block {
  char kind = 'P';  // as report/sheet.hpp numbers them
  std::vector<std::string> cells;
};

std::vector<Block> blocks_of(const std::string& lines);
std::string pdf_of(const std::vector<Block>& blocks);

}  // namespace chittycases::print
