// N-gram counting as a device does it, through every launcher, against the metrics' own.
#include <random>

#include <lingan/metrics/ngram_matches.h>

#include "tests/engine/launchers.h"

namespace lingan::metrics::device_ngrams_test {
namespace {

constexpr int kOrders = 5;

SentenceList random_sentences(uint32_t seed, int64_t count, int vocabulary) {
  std::mt19937 random(seed);
  SentenceList list;
  for (int64_t i = 0; i < count; ++i) {
    std::vector<int32_t> sentence(std::uniform_int_distribution<size_t>(0, 12)(random));
    for (auto& id : sentence)
      id = std::uniform_int_distribution<int32_t>(0, vocabulary - 1)(random);
    list.append(sentence);
  }
  return list;
}

template <class Launcher>
class DeviceNgramsTest : public engine::LauncherTest<Launcher> {
 protected:
  std::vector<int32_t> count(const SentenceList& all, const std::vector<int32_t>& groups,
                             int64_t hypotheses, bool others) {
    std::vector<int32_t> matches(hypotheses * kOrders, -1);
    this->launcher_.match_ngrams({all.ids.data(), all.offsets.data(),
                                  groups.empty() ? nullptr : groups.data(), all.size(), hypotheses,
                                  others ? 1 : 0, kOrders, matches.data()});
    return matches;
  }
};
TYPED_TEST_SUITE(DeviceNgramsTest, engine::Launchers, engine::LauncherNames);

TYPED_TEST(DeviceNgramsTest, EqualTheCpuAgainstReferences) {
  for (int vocabulary : {1, 3, 40, 100000}) {
    const SentenceList hypotheses = random_sentences(1, 60, vocabulary);
    const SentenceList references = random_sentences(2, 90, vocabulary);
    EXPECT_EQ(match_ngrams(hypotheses, references, kOrders).matches,
              this->count(concatenate(hypotheses, references), {}, hypotheses.size(), false));
  }
}

TYPED_TEST(DeviceNgramsTest, EqualTheCpuWithinGroups) {
  const SentenceList hypotheses = random_sentences(1, 60, 4);
  const SentenceList references = random_sentences(2, 90, 4);
  ReferenceGroups groups;
  for (int i = 0; i < 60; ++i) groups.hypotheses.push_back(i % 7);
  for (int i = 0; i < 90; ++i) groups.references.push_back(i % 7);
  std::vector<int32_t> all = groups.hypotheses;
  all.insert(all.end(), groups.references.begin(), groups.references.end());
  EXPECT_EQ(match_ngrams(hypotheses, references, groups, kOrders).matches,
            this->count(concatenate(hypotheses, references), all, hypotheses.size(), false));
}

TYPED_TEST(DeviceNgramsTest, EqualTheCpuAgainstAllOthers) {
  for (int vocabulary : {1, 3, 40, 100000}) {
    const SentenceList sentences = random_sentences(3, 80, vocabulary);
    EXPECT_EQ(match_others(sentences, kOrders).matches,
              this->count(sentences, {}, sentences.size(), true));
  }
  EXPECT_TRUE(this->count(SentenceList{}, {}, 0, true).empty());
}

}  // namespace
}  // namespace lingan::metrics::device_ngrams_test
