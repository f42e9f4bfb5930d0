#include <lingan/text/subword/shared_words.h>

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <lingan/text/subword/word_key.h>

namespace lingan::shared_words_test {
namespace {

WordKey word_key(uint32_t number) {
  return key_of("a word that is " + std::to_string(number), true);
}

/// What a number's word became; another for each number.
struct Segmented {
  explicit Segmented(uint32_t number) {
    for (uint32_t i = 0; i < WordCache::kMaxIds; ++i) ids[i] = static_cast<int32_t>(number + i);
    constexpr auto kMax = static_cast<uint32_t>(WordCache::kMaxIds);
    word = {ids, 1 + number % kMax, static_cast<float>(number), 0.5F};
  }
  int32_t ids[WordCache::kMaxIds];
  EncodedWord word;
};

bool holds(const SharedWords& words, uint32_t number) {
  EncodedWord encoded;
  if (!words.find(word_key(number), encoded)) return false;
  const Segmented expected(number);
  EXPECT_EQ(encoded.count, expected.word.count);
  EXPECT_EQ(encoded.reach, expected.word.reach);
  EXPECT_EQ(encoded.limit, expected.word.limit);
  for (uint32_t i = 0; i < encoded.count; ++i) EXPECT_EQ(encoded.ids[i], expected.ids[i]);
  return true;
}

TEST(SharedWords, GivesTheWordsThatWerePutIn) {
  SharedWords words;
  words.join();
  words.join();
  for (uint32_t i = 0; i < 100; ++i) {
    EXPECT_FALSE(holds(words, i));
    words.insert(word_key(i), Segmented(i).word);
    EXPECT_TRUE(holds(words, i));
  }
}

TEST(SharedWords, KeepsNothingForOneEncoder) {
  SharedWords words;
  words.join();
  words.insert(word_key(1), Segmented(1).word);
  words.join();
  EXPECT_FALSE(holds(words, 1));
}

TEST(SharedWords, NeverGivesAWrongWordToThreadsThatFillIt) {
  constexpr uint32_t kWords = 60000;
  constexpr int kThreads = 4;
  SharedWords words;
  for (int i = 0; i < kThreads; ++i) words.join();
  std::atomic<int64_t> hits = 0;
  std::latch together(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      together.arrive_and_wait();
      for (uint32_t number = 0; number < kWords; ++number) {
        if (holds(words, number)) {
          ++hits;
        } else {
          words.insert(word_key(number), Segmented(number).word);
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_GT(hits, 0);
  int64_t kept = 0;
  for (uint32_t number = 0; number < kWords; ++number) kept += holds(words, number) ? 1 : 0;
  EXPECT_GT(kept, 10000);
  EXPECT_LE(kept, 1 << 14);
}

}  // namespace
}  // namespace lingan::shared_words_test
