"""The mathematics that people type: text in, `graders.engine.syntax` trees out."""
