WITH source AS (
  SELECT
    *
  FROM qm.lots
), level_0 AS (
  SELECT
    *,
    NOT TRIM(CAST("haste" AS VARCHAR)) IN ('E', '-', '') AS "__disposition_1_bad",
    CAST("by" AS DATE) < CAST('1900-01-01' AS DATE)
    OR CAST("by" AS DATE) > CAST('2999-12-31' AS DATE) AS "__disposition_2_bad"
  FROM source
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN NOT "maj" BETWEEN 0 AND 999999999999999
      THEN NULL
      ELSE CAST("maj" AS BIGINT)
    END AS "__disposition_0_value",
    CASE
      WHEN "__disposition_1_bad"
      THEN NULL
      ELSE CASE WHEN TRIM(CAST("haste" AS VARCHAR)) = 'E' THEN 'high' END
    END AS "__disposition_1_value",
    CASE
      WHEN "__disposition_2_bad"
      THEN NULL
      ELSE CAST(DATEDIFF(DAY, CAST('1970-01-01' AS DATE), CAST("by" AS DATE)) AS BIGINT)
    END AS "__disposition_2_value",
    CASE
      WHEN NOT "price" BETWEEN 0.00 AND 999999999999999.99
      THEN NULL
      ELSE CAST("price" * 100 AS BIGINT)
    END AS "__disposition_3_value",
    CASE
      WHEN NOT "qty" BETWEEN 1 AND 1000000000000
      THEN NULL
      ELSE CAST("qty" AS BIGINT)
    END AS "__disposition_4_value",
    CASE
      WHEN NOT TRIM(CAST("who" AS VARCHAR)) IN ('')
      THEN TRIM(CAST("who" AS VARCHAR))
    END AS "__disposition_5_value"
  FROM level_0
), level_2 AS (
  SELECT
    *,
    CASE
      WHEN NOT "maj" BETWEEN 0 AND 999999999999999
      THEN TRUE
      WHEN "__disposition_1_bad"
      THEN TRUE
      WHEN "__disposition_2_bad"
      THEN TRUE
      WHEN NOT "price" BETWEEN 0.00 AND 999999999999999.99
      THEN TRUE
      WHEN NOT "qty" BETWEEN 1 AND 1000000000000
      THEN TRUE
      ELSE FALSE
    END AS "__disposition_unreadable",
    "__disposition_0_value" <= 5 AS "__disposition_level_0",
    "__disposition_1_value" <> 'low' AS "__disposition_level_1",
    (
      (
        (
          CAST("__disposition_3_value" AS DECIMAL(38, 0)) * CAST("__disposition_4_value" AS DECIMAL(38, 0))
        ) > 100050
      )
      AND (
        "__disposition_5_value" <> 'Neill & Co'
      )
    ) AS "__disposition_level_3"
  FROM level_1
), level_3 AS (
  SELECT
    *,
    (
      (
        "__disposition_level_0" AND "__disposition_level_1"
      )
      AND (
        "__disposition_2_value" >= 20782
      )
    ) AS "__disposition_level_2",
    (
      "__disposition_level_0" AND "__disposition_level_1"
    ) IS NULL AS "__disposition_level_5"
  FROM level_2
), level_4 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_unreadable"
      THEN 0
      WHEN "__disposition_level_2" IS NULL
      THEN 1
      WHEN "__disposition_level_2"
      THEN 2
      WHEN "__disposition_level_3" IS NULL
      THEN 3
      WHEN "__disposition_level_3"
      THEN 4
      ELSE 5
    END AS "__disposition_ending"
  FROM level_3
), level_5 AS (
  SELECT
    *,
    "__disposition_ending" = 1 AS "__disposition_level_4",
    "__disposition_ending" = 3 AS "__disposition_level_6"
  FROM level_4
)
SELECT
  "maj",
  "haste",
  "by",
  "price",
  "qty",
  "who",
  CASE
    WHEN "__disposition_ending" IN (0)
    THEN CAST(NULL AS VARCHAR)
    WHEN "__disposition_ending" IN (2)
    THEN 'ship'
    WHEN "__disposition_ending" IN (4)
    THEN 'sort'
    ELSE 'hold'
  END AS "decision_outcome",
  ARRAY_CONSTRUCT_COMPACT(
    CASE
      WHEN (
        (
          "__disposition_level_4" AND "__disposition_level_5"
        )
        AND (
          "__disposition_0_value" IS NULL
        )
      )
      THEN 'defects.major.found'
    END,
    CASE
      WHEN (
        "__disposition_level_6" AND (
          "__disposition_4_value" IS NULL
        )
      )
      THEN 'lot.quantity'
    END,
    CASE
      WHEN (
        "__disposition_level_6" AND (
          "__disposition_3_value" IS NULL
        )
      )
      THEN 'lot.unit_price'
    END,
    CASE
      WHEN (
        "__disposition_level_4" AND (
          "__disposition_2_value" IS NULL
        )
      )
      THEN 'shipment.ship_by'
    END,
    CASE
      WHEN (
        (
          "__disposition_level_4" AND "__disposition_level_5"
        )
        AND (
          "__disposition_1_value" IS NULL
        )
      )
      THEN 'shipment.urgency'
    END,
    CASE
      WHEN (
        "__disposition_level_6" AND (
          "__disposition_5_value" IS NULL
        )
      )
      THEN 'supplier.id'
    END
  ) AS "decision_missing",
  CASE
    WHEN "__disposition_unreadable"
    THEN ARRAY_CONSTRUCT_COMPACT(
      CASE WHEN NOT "maj" BETWEEN 0 AND 999999999999999 THEN 'maj' END,
      CASE WHEN "__disposition_1_bad" THEN 'haste' END,
      CASE WHEN "__disposition_2_bad" THEN 'by' END,
      CASE WHEN NOT "price" BETWEEN 0.00 AND 999999999999999.99 THEN 'price' END,
      CASE WHEN NOT "qty" BETWEEN 1 AND 1000000000000 THEN 'qty' END
    )
    ELSE ARRAY_CONSTRUCT_COMPACT()
  END AS "decision_unreadable"
FROM level_5
