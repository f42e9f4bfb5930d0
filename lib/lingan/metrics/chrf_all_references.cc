#include <algorithm>
#include <span>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/metrics/chrf.h>
#include <lingan/metrics/chrf_units.h>
#include <lingan/metrics/ngram_table.h>

namespace lingan::metrics {
namespace {

constexpr uint32_t kUnknown = 0xFFFFFFFF;  // an n-gram that no reference has

// A reference that has an n-gram, and how often.
struct Posting {
  int32_t reference;
  int32_t count;
};

// The n-grams of one order.
struct OrderIndex {
  std::vector<std::vector<Posting>> postings;  // [n-grams of the references]
  std::vector<uint32_t> starting;  // [tokens of the hypotheses], the n-gram that starts there
};

// Numbers the n-grams of the references order by order: one is an n-gram shorter by one and the
// unit after it.
class Index {
 public:
  explicit Index(const ChrfUnits& units) : units_(units), orders_(units.max_order) {
    std::vector<uint32_t> references(units.references.ids.size(), 0);  // ids of the order before
    std::vector<uint32_t> hypotheses(units.hypotheses.ids.size(), 0);
    for (int order = 1; order <= units.max_order; ++order) {
      OrderIndex& index = orders_[order - 1];
      table_.reset(references.size());
      number_references(order, references, index);
      look_up_hypotheses(order, hypotheses);
      index.starting = hypotheses;
    }
  }

  // Adds what a hypothesis shares with every reference to matches[reference * stride + order - 1].
  void add_matches(int64_t hypothesis, int stride, int32_t* matches) const {
    const int64_t begin = units_.hypotheses.offsets[hypothesis];
    std::vector<uint32_t> ids;
    for (int order = 1; order <= units_.max_order; ++order) {
      const OrderIndex& index = orders_[order - 1];
      const auto first = index.starting.begin() + begin;
      ids.assign(first, first + ngrams_of(units_.hypotheses.length(hypothesis), order));
      std::ranges::sort(ids);
      for (size_t at = 0, end = 0; at < ids.size() && ids[at] != kUnknown; at = end) {
        while (end < ids.size() && ids[end] == ids[at]) ++end;
        const auto count = static_cast<int32_t>(end - at);
        for (const Posting& posting : index.postings[ids[at]]) {
          matches[posting.reference * stride + order - 1] += std::min(count, posting.count);
        }
      }
    }
  }

 private:
  void number_references(int order, std::vector<uint32_t>& ids, OrderIndex& index) {
    const SentenceList& list = units_.references;
    for (int64_t i = 0; i < list.size(); ++i) {
      const int64_t end = list.offsets[i] + ngrams_of(list.length(i), order);
      for (int64_t at = list.offsets[i]; at < end; ++at) {
        ids[at] = table_[table_.insert(key(ids[at], list.ids[at + order - 1]))].number;
        if (ids[at] == index.postings.size()) index.postings.emplace_back();
        auto& postings = index.postings[ids[at]];
        if (postings.empty() || postings.back().reference != i) {
          postings.push_back({static_cast<int32_t>(i), 0});
        }
        ++postings.back().count;
      }
    }
  }

  void look_up_hypotheses(int order, std::vector<uint32_t>& ids) {
    const SentenceList& list = units_.hypotheses;
    for (int64_t i = 0; i < list.size(); ++i) {
      const int64_t end = list.offsets[i] + ngrams_of(list.length(i), order);
      for (int64_t at = list.offsets[i]; at < end; ++at) {
        if (ids[at] == kUnknown) continue;
        const NumberedKey* entry = table_.find(key(ids[at], list.ids[at + order - 1]));
        ids[at] = entry ? entry->number : kUnknown;
      }
    }
  }

  static uint64_t key(uint32_t shorter, int32_t unit) {
    return uint64_t{shorter} << 32 | static_cast<uint32_t>(unit);
  }

  const ChrfUnits& units_;
  std::vector<OrderIndex> orders_;
  NgramTable<NumberedKey> table_;
};

// Characters, and words where there are.
struct Kind {
  const ChrfUnits& units;
  Index index;

  explicit Kind(const ChrfUnits& the_units) : units(the_units), index(the_units) {}
};

// What a hypothesis shares with all references, and which is the best.
class BestReference {
 public:
  BestReference(std::span<const Kind> kinds, int orders)
      : kinds_(kinds),
        orders_(orders),
        matches_(static_cast<size_t>(kinds[0].units.references.size() * orders)),
        row_(static_cast<size_t>(3 * orders)) {}

  // @param best  [3 * orders], of the first reference with the highest F.
  void find(int64_t hypothesis, std::span<int32_t> best) {
    std::ranges::fill(matches_, 0);
    int first = 0;
    for (const Kind& kind : kinds_) {
      kind.index.add_matches(hypothesis, orders_, matches_.data() + first);
      first += kind.units.max_order;
    }
    double highest = -1;
    for (int64_t i = 0; i < kinds_[0].units.references.size(); ++i) {
      fill_row(hypothesis, i);
      const double score = chrf_of_sums(std::span<const double>(row_));
      if (score <= highest) continue;
      highest = score;
      std::ranges::transform(row_, best.begin(), [](double x) { return static_cast<int32_t>(x); });
    }
  }

 private:
  void fill_row(int64_t hypothesis, int64_t reference) {
    double* at = row_.data();
    const int32_t* matched = matches_.data() + reference * orders_;
    for (const Kind& kind : kinds_) {
      for (int order = 1; order <= kind.units.max_order; ++order, at += 3) {
        at[1] = ngrams_of(kind.units.references.length(reference), order);
        at[0] = at[1] > 0 ? ngrams_of(kind.units.hypotheses.length(hypothesis), order) : 0;
        at[2] = *matched++;
      }
    }
  }

  std::span<const Kind> kinds_;
  int orders_;
  std::vector<int32_t> matches_;  // [references, orders]
  std::vector<double> row_;
};

}  // namespace

SegmentStatistics chrf_statistics_of_all(const ChrfSentences& sentences, int word_order) {
  const int orders = kChrfCharacterOrder + word_order;
  const ChrfUnits characters = chrf_characters(sentences);
  const ChrfUnits words =
      word_order > 0 ? chrf_words_of(sentences, word_order) : ChrfUnits{.max_order = 0};
  std::vector<Kind> kinds;
  kinds.emplace_back(characters);
  if (word_order > 0) kinds.emplace_back(words);
  const int64_t size = characters.hypotheses.size();
  SegmentStatistics statistics{.columns = 3 * orders};
  statistics.values.resize(static_cast<size_t>(size * statistics.columns));
  parallel_for(size, 64, [&](int64_t begin, int64_t end) {
    BestReference search(kinds, orders);
    for (int64_t i = begin; i < end; ++i) {
      const auto row = std::span(statistics.values)
                           .subspan(static_cast<size_t>(i * statistics.columns),
                                    static_cast<size_t>(statistics.columns));
      search.find(i, row);
    }
  });
  return statistics;
}

}  // namespace lingan::metrics
