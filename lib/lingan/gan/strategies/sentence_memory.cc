#include <lingan/gan/strategies/sentence_memory.h>

#include <algorithm>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/mixed_rows.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/sentences/chosen_sentences.h>

namespace lingan {
namespace {

const std::string kCount = "memory", kTokens = "memory.tokens", kLengths = "memory.lengths",
                  kLabels = "memory.labels";

/// The last rows of two tensors, one after the other.
torch::Tensor joined(const torch::Tensor& first, const torch::Tensor& second, int64_t rows) {
  const auto both = first.defined() ? torch::cat({first, second}) : second;
  const int64_t kept = std::min(rows, both.size(0));
  return both.narrow(0, both.size(0) - kept, kept).clone();
}

}  // namespace

void SentenceMemory::add(const Sentences& sentences) {
  kept_.tokens = joined(kept_.tokens, sentences.tokens, capacity_);
  kept_.lengths = joined(kept_.lengths, sentences.lengths, capacity_);
  if (sentences.labels.defined()) kept_.labels = joined(kept_.labels, sentences.labels, capacity_);
}

Sentences SentenceMemory::draw(RandomStream stream, uint64_t first_row, int64_t rows) const {
  const auto count = static_cast<uint64_t>(kept_.rows());
  std::vector<int64_t> chosen;
  for (int64_t row = 0; row < rows; ++row) {
    chosen.push_back(
        static_cast<int64_t>(stream.below(count, first_row + static_cast<uint64_t>(row),
                                          static_cast<uint32_t>(BesideSentence::kReplayedRow))));
  }
  const auto places = torch::tensor(chosen, torch::kInt64).to(kept_.tokens.device());
  return chosen_sentences(kept_, places);
}

std::map<std::string, torch::Tensor> SentenceMemory::state() const {
  std::map<std::string, torch::Tensor> state;
  state[kCount] = torch::tensor({is_empty() ? int64_t{0} : kept_.rows()}, torch::kInt64);
  if (is_empty()) return state;
  state[kTokens] = kept_.tokens.clone();
  state[kLengths] = kept_.lengths.clone();
  if (kept_.labels.defined()) state[kLabels] = kept_.labels.clone();
  return state;
}

void SentenceMemory::restore(const std::map<std::string, torch::Tensor>& state) {
  const auto count = state.find(kCount);
  if (count == state.end() || count->second.numel() != 1) {
    throw InputError("the saved state lacks " + kCount);
  }
  kept_ = {};
  const int64_t rows = count->second.item<int64_t>();
  if (rows == 0) return;
  const auto tensor = [&](const std::string& name, int64_t dimensions) {
    const auto entry = state.find(name);
    if (entry == state.end() || entry->second.dim() != dimensions ||
        entry->second.size(0) != rows) {
      throw InputError("the saved state lacks " + name + " or has it in another shape");
    }
    return entry->second.to(compute_device(), torch::kInt64);
  };
  kept_.tokens = tensor(kTokens, 2);
  kept_.lengths = tensor(kLengths, 1);
  if (state.contains(kLabels)) kept_.labels = tensor(kLabels, 1);
}

}  // namespace lingan
