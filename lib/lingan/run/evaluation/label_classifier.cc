#include <lingan/run/evaluation/label_classifier.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/labelled_sentences.h>
#include <lingan/base/progress.h>
#include <lingan/gan/training/batch_order.h>
#include <lingan/metrics/class_scores.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/signature.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/one_torch_thread.h>
#include <lingan/model/optimizers/optimizer.h>
#include <lingan/model/tensor_file.h>
#include <lingan/text/corpus/corpus_split.h>

namespace lingan {
namespace {

constexpr uint64_t kClassifierSeed = 1;
constexpr double kHeldOutShare = 0.1;
constexpr int64_t kBatch = 64;
constexpr int64_t kEpochs = 60;
constexpr int64_t kPatience = 5;
constexpr int64_t kJudgedTogether = 512;  // sentences judged at a time

DiscriminatorOptions network_options(const RunSpec& spec) {
  DiscriminatorOptions options;
  options.vocabulary_size = spec.tokenizer->size();
  options.embedding_width = 64;
  options.filter_widths = {2, 3, 4, 5};
  options.filter_counts = {100, 100, 100, 100};
  options.dropout = 0.5;
  options.length = spec.length;
  options.specials = spec.tokenizer->specials();
  options.classes = static_cast<int64_t>(spec.labels.size());
  return options;
}

}  // namespace

LabelClassifier::LabelClassifier(const TokenBatch& labelled, const RunSpec& spec,
                                 torch::Device device)
    : device_(device),
      network_(
          make_discriminator(network_options(spec), {kClassifierSeed, Purpose::kInitialize, 0})),
      classes_(static_cast<int64_t>(spec.labels.size())) {
  if (labelled.rows < 2) throw metrics::NoValue("a classifier needs two sentences at least");
  const OneTorchThread one_torch_thread;
  network_->to(device_);
  const CorpusSplit split(labelled.rows, kHeldOutShare, 0, kClassifierSeed);
  std::vector<int64_t> train, held_out;
  for (int64_t row = 0; row < labelled.rows; ++row) {
    (split.part(row) == CorpusPart::kValidation ? held_out : train).push_back(row);
  }
  learn(select_rows(labelled, train), select_rows(labelled, held_out));
}

/// [N, K]: the class of what no label has, the last, is left out.
torch::Tensor LabelClassifier::logits(const TokenBatch& sentences) const {
  return network_->class_logits(network_->features(to_sentences(sentences, device_)))
      .narrow(1, 0, classes_);
}

torch::Tensor LabelClassifier::labels(const TokenBatch& sentences) const {
  return torch::tensor(sentences.labels, torch::kInt32).to(torch::kInt64).to(device_);
}

void LabelClassifier::learn(const TokenBatch& train, const TokenBatch& held_out) {
  torch::manual_seed(kClassifierSeed);  // of dropout
  OptimizerOptions options;
  options.learning_rate = 1e-3;
  Optimizer optimizer(*network_, options);
  Progress progress(fmt::format("learning the labels of {} sentences", train.rows), kEpochs,
                    "epochs");
  std::map<std::string, torch::Tensor> best;
  double lowest = std::numeric_limits<double>::infinity();
  int64_t without_gain = 0;
  for (int64_t epoch = 0; epoch < kEpochs && without_gain < kPatience; ++epoch) {
    network_->train();
    for (const auto& rows : length_bucketed_batches(
             train, kBatch, {kClassifierSeed, Purpose::kShuffle, static_cast<uint32_t>(epoch)})) {
      throw_if_interrupted();
      const TokenBatch batch = select_rows(train, rows);
      optimizer.zero_grad();
      torch::nll_loss(torch::log_softmax(logits(batch), 1), labels(batch)).backward();
      optimizer.step(static_cast<double>(epoch) / kEpochs);
    }
    network_->eval();
    const double loss = cross_entropy(held_out);
    progress.update(epoch + 1, fmt::format("loss {:.3f}", loss));
    ++without_gain;
    if (loss >= lowest) continue;
    lowest = loss;
    without_gain = 0;
    TensorFile weights;
    collect_tensors(*network_, "", weights);
    best.clear();
    for (const auto& [name, tensor] : weights.tensors) best[name] = tensor.clone();
  }
  if (!best.empty()) restore_tensors(*network_, "", {best, {}});
}

double LabelClassifier::cross_entropy(const TokenBatch& sentences) const {
  const torch::NoGradGuard no_gradient;
  return torch::nll_loss(torch::log_softmax(logits(sentences), 1), labels(sentences))
      .item<double>();
}

/// Calls use(block) for blocks of sentences.
template <class Use>
void LabelClassifier::in_blocks(const TokenBatch& sentences, const Use& use) const {
  const torch::NoGradGuard no_gradient;
  const OneTorchThread one_torch_thread;
  for (int64_t first = 0; first < sentences.rows; first += kJudgedTogether) {
    std::vector<int64_t> rows(
        static_cast<size_t>(std::min(kJudgedTogether, sentences.rows - first)));
    std::iota(rows.begin(), rows.end(), first);
    use(select_rows(sentences, rows));
  }
}

std::vector<double> LabelClassifier::probabilities(const TokenBatch& sentences) const {
  std::vector<double> all;
  in_blocks(sentences, [&](const TokenBatch& block) {
    const torch::Tensor rows =
        torch::softmax(logits(block).to(torch::kCPU, torch::kFloat64), 1).contiguous();
    const double* first = rows.const_data_ptr<double>();
    all.insert(all.end(), first, first + rows.numel());
  });
  return all;
}

double LabelClassifier::accuracy(const TokenBatch& sentences) const {
  int64_t right = 0;
  in_blocks(sentences, [&](const TokenBatch& block) {
    right += (logits(block).argmax(1) == labels(block)).sum().item<int64_t>();
  });
  return static_cast<double>(right) / static_cast<double>(sentences.rows);
}

namespace {

/// Of the labels in the training sentences.
std::vector<double> proportions(const std::vector<Label>& labels) {
  double all = 0.0;
  for (const Label& label : labels) all += static_cast<double>(label.sentences);
  std::vector<double> shares;
  shares.reserve(labels.size());
  for (const Label& label : labels) shares.push_back(static_cast<double>(label.sentences) / all);
  return shares;
}

double value_of(const std::string& name, const LabelClassifier& classifier,
                const TokenBatch& judged, const std::vector<Label>& labels) {
  if (name == "inception-score") {
    return metrics::inception_score(classifier.probabilities(judged), labels.size());
  }
  if (name == "mode-score") {
    return metrics::mode_score(classifier.probabilities(judged), proportions(labels));
  }
  return classifier.accuracy(judged);
}

}  // namespace

std::vector<metrics::MetricValue> label_metrics(const RunDirectory& run, const TokenBatch& samples,
                                                const TokenBatch& real,
                                                const std::vector<std::string>& names) {
  std::shared_ptr<const LabelClassifier> classifier;
  std::vector<metrics::MetricValue> values;
  const bool reads = !names.empty() && !run.spec().labels.empty();
  const RunSentences learnt = reads ? run.sentences() : RunSentences();
  for (const std::string& name : names) {
    const metrics::MetricName metric = metrics::parse_metric(name, 1).front();
    const TokenBatch judged = labelled_sentences(
        labelled_by_sources(metric.card->measures_real ? real : samples, learnt.sources));
    values.push_back(metrics::value_or_reason(metric, [&]() -> metrics::MetricValue {
      if (run.spec().labels.empty()) throw metrics::NoValue("the run's sentences have no labels");
      if (judged.labels.empty()) {
        throw metrics::NoValue(metric.card->measures_real && real.rows == 0
                                   ? "the run holds no text back"
                                   : "the sentences have no labels");
      }
      if (!classifier) {
        classifier = std::make_shared<const LabelClassifier>(
            labelled_sentences(labelled_by_sources(learnt.train, learnt.sources)), run.spec(),
            compute_device());
      }
      return {.name = name,
              .value = value_of(name, *classifier, judged, run.spec().labels),
              .signature = metrics::model_signature(*metric.card,
                                                    {judged.rows, run.spec().tokenizer->kind()})};
    }));
  }
  return values;
}

}  // namespace lingan
