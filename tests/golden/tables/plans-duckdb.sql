WITH source AS (
  SELECT
    *
  FROM qm.lots
), plans AS (
  SELECT
    *
  FROM (VALUES
    ('1', 2500, ' iso2859-1', 1, 1, 0, 0, 1, 1),
    ('1', 2500, 'normal', 1, 1, 0, 0, 1, 1),
    ('1', 2500, 'tightened', 1, 1, 0, 0, 1, 1),
    ('1', 2500, 'reduced iso2859-1', 1, 1, 0, 0, 1, 1),
    ('A', 2500, ' iso2859-1', 2, 8, 0, 0, 1, 1),
    ('A', 2500, 'normal', 5, 5, 0, 0, 1, 1),
    ('A', 2500, 'tightened', 8, 8, 0, 0, 1, 1),
    ('A', 2500, 'reduced iso2859-1', 2, 2, 0, 0, 1, 1),
    ('B', 2500, ' iso2859-1', 2, 8, 0, 0, 1, 1),
    ('B', 2500, 'normal', 5, 5, 0, 0, 1, 1),
    ('B', 2500, 'tightened', 8, 8, 0, 0, 1, 1),
    ('B', 2500, 'reduced iso2859-1', 2, 2, 0, 0, 1, 1),
    ('C', 2500, ' iso2859-1', 2, 8, 0, 0, 1, 1),
    ('C', 2500, 'normal', 5, 5, 0, 0, 1, 1),
    ('C', 2500, 'tightened', 8, 8, 0, 0, 1, 1),
    ('C', 2500, 'reduced iso2859-1', 2, 2, 0, 0, 1, 1),
    ('D', 2500, ' iso2859-1', 2, 8, 0, 0, 1, 1),
    ('D', 2500, 'normal', 5, 5, 0, 0, 1, 1),
    ('D', 2500, 'tightened', 8, 8, 0, 0, 1, 1),
    ('D', 2500, 'reduced iso2859-1', 2, 2, 0, 0, 1, 1)) AS plan_rows(letter, aql, tables, low_size, high_size, low_accept, high_accept, low_reject, high_reject)
), level_0 AS (
  SELECT
    *,
    CAST("qty" AS BIGINT) AS "__disposition_0_value",
    CASE
      WHEN CAST("state" AS TEXT) BETWEEN '!' AND '~'
      THEN CAST("state" AS TEXT)
      WHEN NOT TRIM(CAST("state" AS TEXT)) IN ('')
      THEN CAST("state" AS TEXT)
    END AS "__disposition_1_value",
    CASE
      WHEN NOT "maj" BETWEEN 0 AND 1000000000000
      THEN NULL
      ELSE CAST("maj" AS BIGINT)
    END AS "__disposition_count_0_value"
  FROM source
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN (
        "__disposition_count_0_value" IS NULL
      )
      THEN NULL
      ELSE LIST_FILTER(
        [
          {'__disposition_list_0_0_value': CAST('major' AS TEXT), '__disposition_list_0_1_value': CAST("__disposition_count_0_value" AS BIGINT)}
        ],
        LAMBDA item : STRUCT_EXTRACT(item, '__disposition_list_0_1_value') > 0
      )
    END AS "__disposition_list_0_value"
  FROM level_0
), plans_keyed AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_0_value" >= 35001
      THEN 'D'
      WHEN "__disposition_0_value" >= 501
      THEN 'C'
      WHEN "__disposition_0_value" >= 51
      THEN 'B'
      WHEN "__disposition_0_value" >= 2
      THEN 'A'
      WHEN "__disposition_0_value" >= 1
      THEN '1'
    END AS "__disposition_plan_letter",
    CASE
      WHEN COALESCE(CAST("__disposition_1_value" AS TEXT), '') IN ('normal', 'tightened')
      THEN COALESCE(CAST("__disposition_1_value" AS TEXT), '')
      ELSE COALESCE(CAST("__disposition_1_value" AS TEXT), '') || ' ' || 'iso2859-1'
    END AS "__disposition_plan_tables",
    'iso2859-1' AS "__disposition_plan_standard"
  FROM level_1
), plans_joined AS (
  SELECT
    __disposition_lots.*,
    NOT __disposition_plan_of_major.letter IS NULL AS "__disposition_major_is_some",
    COALESCE(
      (
        (
          (
            NOT __disposition_lots."__disposition_plan_letter" IS NULL
          )
          AND (
            __disposition_lots."__disposition_plan_standard" <> ''
          )
        )
        AND (
          __disposition_plan_of_major.letter IS NULL
        )
      ),
      FALSE
    ) AS "__disposition_major_is_none",
    COALESCE(__disposition_plan_of_major.low_size, 0) AS "__disposition_major_low_size",
    COALESCE(__disposition_plan_of_major.high_size, 0) AS "__disposition_major_high_size",
    COALESCE(__disposition_plan_of_major.low_accept, 0) AS "__disposition_major_low_accept",
    COALESCE(__disposition_plan_of_major.high_accept, 0) AS "__disposition_major_high_accept",
    COALESCE(__disposition_plan_of_major.low_reject, 0) AS "__disposition_major_low_reject",
    COALESCE(__disposition_plan_of_major.high_reject, 0) AS "__disposition_major_high_reject"
  FROM plans_keyed AS __disposition_lots
  LEFT JOIN plans AS __disposition_plan_of_major
    ON (
      (
        (
          __disposition_plan_of_major.letter = __disposition_lots."__disposition_plan_letter"
        )
        AND (
          __disposition_plan_of_major.tables = __disposition_lots."__disposition_plan_tables"
        )
      )
      AND (
        __disposition_plan_of_major.aql = 2500
      )
    )
), level_2 AS (
  SELECT
    *,
    COALESCE(
      LIST_BOOL_OR(
        LIST_TRANSFORM(
          "__disposition_list_0_value",
          LAMBDA item_1 : NOT (
            (
              NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
            )
            AND (
              NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value') IS NULL
            )
          )
        )
      ),
      FALSE
    ) AS "__disposition_level_0",
    COALESCE(
      LIST_SUM(
        LIST_TRANSFORM(
          LIST_FILTER(
            "__disposition_list_0_value",
            LAMBDA item_1 : (
              (
                (
                  NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
                )
                AND (
                  STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') <> 0
                )
              )
              AND (
                (
                  NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value') IS NULL
                )
                AND (
                  STRUCT_EXTRACT(item_1, '__disposition_list_0_0_value') = 'major'
                )
              )
            )
          ),
          LAMBDA item_1 : CASE
            WHEN NOT STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value') IS NULL
            THEN STRUCT_EXTRACT(item_1, '__disposition_list_0_1_value')
            ELSE 0
          END
        )
      ),
      0
    ) AS "__disposition_level_1",
    CASE
      WHEN NOT "__disposition_0_value" IS NULL
      THEN "__disposition_0_value"
      ELSE 0
    END AS "__disposition_level_3"
  FROM plans_joined
), level_3 AS (
  SELECT
    *,
    CASE
      WHEN NOT "qty" BETWEEN 1 AND 1000000000000
      THEN TRUE
      WHEN CASE
        WHEN CAST("state" AS TEXT) IS NULL
        THEN FALSE
        WHEN CAST("state" AS TEXT) IN ('normal', 'tightened', 'reduced')
        THEN FALSE
        WHEN TRIM(CAST("state" AS TEXT)) IN ('')
        THEN FALSE
        ELSE TRUE
      END
      THEN TRUE
      WHEN NOT "maj" BETWEEN 0 AND 1000000000000
      THEN TRUE
      WHEN "__disposition_level_0"
      THEN TRUE
      ELSE FALSE
    END AS "__disposition_unreadable",
    (
      (
        (
          NOT "__disposition_level_0"
        ) AND "__disposition_major_is_some"
      )
      AND (
        "__disposition_level_1" >= "__disposition_major_high_reject"
      )
    ) AS "__disposition_level_2"
  FROM level_2
), level_4 AS (
  SELECT
    *,
    (
      "__disposition_level_2"
      OR (
        NOT (
          (
            (
              "__disposition_level_0" OR (
                NOT "__disposition_major_is_some"
              )
            )
            OR (
              (
                NOT (
                  NOT "__disposition_list_0_value" IS NULL
                )
              )
              OR (
                "__disposition_level_1" >= "__disposition_major_low_reject"
              )
            )
          )
          OR (
            CASE
              WHEN "__disposition_major_high_size" <= "__disposition_level_3"
              THEN "__disposition_major_high_size"
              ELSE "__disposition_level_3"
            END > 80
          )
        )
      )
    ) AS "__disposition_level_4"
  FROM level_3
), level_5 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_unreadable"
      THEN 0
      WHEN NOT "__disposition_level_4"
      THEN 1
      WHEN NOT CASE WHEN "__disposition_level_4" THEN "__disposition_level_2" END
      THEN 2
      ELSE 3
    END AS "__disposition_ending"
  FROM level_4
)
SELECT
  "qty",
  "state",
  "maj",
  CASE
    WHEN "__disposition_ending" IN (0)
    THEN CAST(NULL AS TEXT)
    WHEN "__disposition_ending" IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS "decision_outcome",
  CASE
    WHEN "__disposition_unreadable"
    THEN LIST_FILTER(
      [
        CASE WHEN NOT "qty" BETWEEN 1 AND 1000000000000 THEN 'qty' END,
        CASE
          WHEN CASE
            WHEN CAST("state" AS TEXT) IS NULL
            THEN FALSE
            WHEN CAST("state" AS TEXT) IN ('normal', 'tightened', 'reduced')
            THEN FALSE
            WHEN TRIM(CAST("state" AS TEXT)) IN ('')
            THEN FALSE
            ELSE TRUE
          END
          THEN 'state'
        END,
        CASE WHEN NOT "maj" BETWEEN 0 AND 1000000000000 THEN 'maj' END,
        CASE WHEN "__disposition_level_0" THEN '(by Python)' END
      ],
      LAMBDA text : NOT text IS NULL
    )
    ELSE LIST_FILTER([CAST(NULL AS TEXT)], LAMBDA text : NOT text IS NULL)
  END AS "decision_unreadable"
FROM level_5
