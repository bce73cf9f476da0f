"""Checks of the training code that need no data: python3 -m unittest (from this folder)."""
import unittest

import numpy as np
import torch

from average_precision import average_precision
from decode import suppress
from excite import compensate, excite
from insert_se import check_same, fold_compensation, follow_means, insert_se, strip_se, wake
from losses import alive, class_weights, complete_iou, distillation, presence, spread, steady, variety
from network import Network, read_config
from normalisation import hold_still, measure_statistics
from photographs import letterbox
from temper import temper
from write_fixtures import randomise

CONFIG = "../public/models/se-yolov5n/config.yaml"


def generator():
    return torch.Generator().manual_seed(3)


class Insertion(unittest.TestCase):
    def setUp(self):
        self.config = read_config(CONFIG)
        torch.manual_seed(3)
        self.base = randomise(Network(strip_se(self.config)), 3)
        self.pixels = torch.rand(6, 3, 96, 128)

    def test_parameters(self):
        """YOLOv5n has 1,872,157 parameters; SE adds (2 / 16) * (64² + 128² + 256²) = 10,752."""
        count = lambda network: sum(p.numel() for p in network.parameters())
        self.assertEqual(count(self.base), 1_872_157)
        self.assertEqual(count(Network(self.config)) - count(self.base), 10_752)

    def test_same_function(self):
        network = insert_se(self.base, self.config, generator())
        self.assertLess(check_same(self.base, network, self.pixels), 1e-4)
        wake(network, self.pixels, generator())
        self.assertLess(check_same(self.base, network, self.pixels), 1e-4)
        network(self.pixels)
        for se in network.se_layers().values():
            self.assertTrue((se.kept["hidden"] > 0).any(0).all(), "a hidden unit is dead")

    def test_compensation_is_folded_without_a_trace(self):
        network = insert_se(self.base, self.config, generator())
        for se in network.se_layers().values():
            torch.nn.init.normal_(se.fc[2].weight, std=0.5)
            se.compensation = torch.ones(se.fc[2].out_features)
        with torch.no_grad():
            network(self.pixels)
            follow_means(network, momentum=1)
            before = network(self.pixels)
            fold_compensation(network)
            after = network(self.pixels)
        for a, b in zip(before, after):
            self.assertLess(float((a - b).abs().max()), 1e-3)
        self.assertNotIn("model.18.compensation", network.state_dict())

    def test_fails_loudly(self):
        network = insert_se(self.base, self.config, generator())
        network.model[-1].m[0].weight.data += 1
        with self.assertRaises(RuntimeError):
            check_same(self.base, network, self.pixels)

    def test_distillation_is_zero_at_the_teacher(self):
        anchors = [a / s for a, s in zip(self.base.model[-1].anchors, self.base.strides)]
        with torch.no_grad():
            logits = self.base(self.pixels)
        self.assertTrue(all(abs(float(v)) < 1e-4 for v in distillation(logits, logits, anchors).values()))
        moved = [t + 0.5 for t in logits]
        self.assertTrue(all(float(v) > 1e-4 for v in distillation(moved, logits, anchors).values()))
        self.assertEqual(presence(logits, anchors).shape, (6, 80))

    def test_alive_sees_a_dead_unit(self):
        network = insert_se(self.base, self.config, generator())
        wake(network, self.pixels, generator())
        layers = list(network.se_layers().values())
        network(self.pixels)
        before = float(alive([se.kept["sum1"] for se in layers]))
        layers[0].fc[0].weight.data[0] = 0
        network(self.pixels)
        after = float(alive([se.kept["sum1"] for se in layers]))
        self.assertAlmostEqual(after - before, 0.2, places=3)


class Excitation(unittest.TestCase):
    def setUp(self):
        config = read_config(CONFIG)
        self.network = insert_se(randomise(Network(strip_se(config)), 3), config, generator())
        wake(self.network, torch.rand(6, 3, 96, 128), generator())

    def test_channel_weights_learn_to_tell_classes_apart(self):
        squeezes, target = {}, torch.zeros(64, 80)
        target[::2, 0] = 1
        for index, se in self.network.se_layers().items():
            torch.nn.init.uniform_(se.fc[0].weight, 0, 4 / se.fc[0].in_features)
            z = torch.rand(64, se.fc[0].in_features) * 0.2 + 0.4
            z[::2, ::2] += 0.2
            squeezes[index] = z
        heads = torch.nn.ModuleList(torch.nn.Linear(z.shape[1], 80) for z in squeezes.values())
        excite(self.network, heads, squeezes, target, generator(), steps=400, batch=32)
        compensate(self.network, squeezes)
        for index, se in self.network.se_layers().items():
            s = se.fc(squeezes[index])
            apart_by = (s[::2].mean(0) - s[1::2].mean(0)).abs() / s.std(0)
            self.assertGreater(float((apart_by > 0.5).float().mean()), 0.5)
            self.assertTrue(torch.allclose((s * se.compensation).mean(0), torch.full_like(s[0], 0.5), atol=1e-4))

    def test_tempering_narrows_the_differences_and_keeps_the_mean_function(self):
        se, convolution = self.network.model[26], self.network.model[-1].m[2]
        torch.nn.init.uniform_(se.fc[0].weight, -4 / se.fc[0].in_features, 8 / se.fc[0].in_features)
        se.fc[2].weight.data.normal_(0, 0.3, generator=generator())
        squeezes = {i: torch.rand(32, m.fc[0].in_features) for i, m in self.network.se_layers().items()}
        before, read = se.fc(squeezes[26]), convolution.weight.clone()
        temper(self.network, squeezes, 0.5)
        after = se.fc(squeezes[26])
        self.assertLess(float(after.std(0).mean()), 0.8 * float(before.std(0).mean()))
        passed = lambda s, w: s.mean(0)[:, None, None] * w
        self.assertTrue(torch.allclose(passed(after, convolution.weight), passed(before, read), atol=1e-5))

    def test_losses_on_channel_weights_teach_se_alone(self):
        self.network.train()
        self.network(torch.rand(2, 3, 64, 64))
        self.network.model[18].kept["excitation"].sum().backward()
        self.assertIsNotNone(self.network.model[18].fc[0].weight.grad)
        self.assertIsNone(self.network.model[17].cv3.conv.weight.grad)

    def test_a_common_gain_is_not_steady_and_opposite_moves_are(self):
        base = torch.full((8, 10), 0.5)
        gain = base * (1 + 0.1 * torch.linspace(-1, 1, 8)[:, None])
        moves = base + 0.05 * torch.linspace(-1, 1, 8)[:, None] * torch.tensor([1.0, -1.0]).repeat(5)
        self.assertGreater(float(steady([gain])), 10)
        self.assertLess(float(steady([moves])), 1e-6)
        self.assertAlmostEqual(float(variety([moves])), 1, delta=0.3)

    def test_spread_wants_neither_still_nor_wild_channels(self):
        def with_deviation(d):
            return [0.5 + d * torch.tensor([[-1.0], [1.0]]).repeat(4, 6) * (7 / 8) ** 0.5]

        self.assertGreater(float(spread(with_deviation(1e-4), targets=(0.02,))), 0.9)
        self.assertAlmostEqual(float(spread(with_deviation(0.021), targets=(0.02,))), 0, places=3)
        self.assertGreater(float(spread(with_deviation(0.05), targets=(0.02,))), 1)

    def test_classes_count_by_how_often_they_come_and_go(self):
        target = torch.zeros(10, 3)
        target[:5, 0], target[:, 1] = 1, 1
        self.assertEqual([round(v, 3) for v in class_weights(target, most=20).tolist()], [20, 1, 1])


class Normalisation(unittest.TestCase):
    def test_measured_anew_without_changing_the_function(self):
        config = read_config(CONFIG)
        network, pixels = randomise(Network(strip_se(config)), 5), torch.rand(4, 3, 96, 96)
        with torch.no_grad():
            before = network(pixels)
            old = network.model[0].bn.running_mean.clone()
            measure_statistics(network, pixels, batch=3)
            after = network(pixels)
            seen = network.model[0].conv(pixels)
        self.assertLess(max(float((a - b).abs().max()) for a, b in zip(before, after)), 1e-3)
        self.assertFalse(torch.equal(old, network.model[0].bn.running_mean))
        self.assertTrue(torch.allclose(network.model[0].bn.running_mean, seen.mean((0, 2, 3)), atol=1e-4))

    def test_held_still_while_the_rest_learns(self):
        network = Network(strip_se(read_config(CONFIG))).train()
        hold_still(network)
        before = network.model[0].bn.running_mean.clone()
        sum(t.sum() for t in network(torch.rand(2, 3, 64, 64))).backward()
        self.assertTrue(torch.equal(before, network.model[0].bn.running_mean))
        self.assertIsNotNone(network.model[0].bn.weight.grad)


class Precision(unittest.TestCase):
    def test_perfect(self):
        box = np.array([[0, 0, 10, 10, 0.9, 2], [20, 20, 40, 40, 0.8, 2]], float)
        truth = np.array([[0, 0, 10, 10, 2], [20, 20, 40, 40, 2]], float)
        self.assertAlmostEqual(average_precision([box], [truth])["map"], 1.0)

    def test_half_found_after_a_mistake(self):
        """One wrong box first, then one of two objects: precision 1/2 up to recall 1/2, 51 of 101 points."""
        box = np.array([[50, 50, 60, 60, 0.9, 0], [0, 0, 10, 10, 0.8, 0]], float)
        truth = np.array([[0, 0, 10, 10, 0], [20, 20, 40, 40, 0]], float)
        self.assertAlmostEqual(average_precision([box], [truth])["map50"], 51 / 101 * 0.5)

    def test_thresholds(self):
        """IoU 0.81 counts at 0.50, 0.55, ... 0.80: seven of ten thresholds."""
        box = np.array([[0, 0, 8.1, 10, 0.9, 0]], float)
        truth = np.array([[0, 0, 10, 10, 0]], float)
        self.assertAlmostEqual(average_precision([box], [truth])["map"], 0.7)

    def test_one_object_is_found_once(self):
        box = np.array([[0, 0, 10, 10, 0.9, 0], [0, 0, 10, 10, 0.8, 0]], float)
        truth = np.array([[0, 0, 10, 10, 0], [30, 30, 40, 40, 0]], float)
        self.assertAlmostEqual(average_precision([box], [truth])["map50"], 51 / 101)


class Pixels(unittest.TestCase):
    def test_letterbox_of_a_wide_photograph(self):
        pixels, box = letterbox(torch.full((3, 100, 200), 7, dtype=torch.uint8), 64)
        self.assertEqual((box.left, box.top, box.inner_width, box.inner_height), (0, 16, 64, 32))
        self.assertEqual(int(pixels[0, 15, 0]), 114)
        self.assertEqual(int(pixels[0, 16, 0]), 7)

    def test_suppression_is_per_class(self):
        p = np.zeros((3, 7))
        p[:, :5] = (10, 10, 8, 8, 0.9)
        p[0, 5], p[1, 5], p[2, 6] = 0.9, 0.8, 0.7
        self.assertEqual(suppress(p)[:, 5].tolist(), [0, 1])

    def test_complete_iou_of_equal_boxes(self):
        box = torch.tensor([[3.0, 4.0, 5.0, 6.0]])
        self.assertAlmostEqual(float(complete_iou(box, box)), 1.0, places=5)


if __name__ == "__main__":
    unittest.main()
