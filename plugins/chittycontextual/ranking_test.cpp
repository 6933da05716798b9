// What is found, in which order, on a set with known answers: nDCG at 10, with Järvelin and Kekäläinen's gain (2^grade - 1).
#include <gtest/gtest.h>

#include <algorithm>
#include <chitty/form.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace chittycontextual {
namespace {

using namespace chitty;

double gain(const std::vector<int>& grades) {
  double sum = 0;
  for (std::size_t i = 0; i < grades.size() && i < 10; ++i) sum += (std::pow(2.0, grades[i]) - 1) / std::log2(static_cast<double>(i) + 2);
  return sum;
}

TEST(Ranking, OfASetWithKnownAnswersIsAsGoodAsStated) {
  testkit::World world;
  std::map<std::string, std::string> names;  // of a memory's id here
  std::ifstream in(testkit::plugin_file("testing/labelled.txt"));
  double sum = 0;
  int queries = 0;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string kind, name;
    words >> kind;
    if (kind == "M") {
      words >> name >> std::ws;
      std::string text;
      std::getline(words, text);
      names[text_in(world.run("contextual memory add", {{"text", text}}).value().at(0), "id")] = name;
    }
    if (kind != "Q") continue;
    const auto bar = line.find('|');
    std::map<std::string, int> grades;
    std::istringstream answers(line.substr(bar + 1));
    for (std::string answer; answers >> answer;) grades[answer.substr(0, answer.find(':'))] = std::stoi(answer.substr(answer.find(':') + 1));
    std::vector<int> found, best;
    const auto results = world.run("contextual search", {{"query", line.substr(2, bar - 3)}}).value();
    for (const auto& result : results) found.push_back(grades[names[text_in(result, "id")]]);
    for (const auto& [id, grade] : grades) best.push_back(grade);
    std::sort(best.rbegin(), best.rend());
    const auto ndcg = gain(found) / gain(best);
    if (ndcg < 0.7) std::cout << line << ": " << ndcg << "\n";
    sum += ndcg, ++queries;
  }
  ASSERT_EQ(queries, 22);
  std::cout << "nDCG@10 of " << queries << " queries: " << sum / queries << "\n";
  EXPECT_GT(sum / queries, 0.85);
}

}  // namespace
}  // namespace chittycontextual
