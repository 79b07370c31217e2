WITH source AS (
  SELECT
    *
  FROM qm.lots
), plans AS (
  SELECT
    *
  FROM VALUES
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
    ('D', 2500, 'reduced iso2859-1', 2, 2, 0, 0, 1, 1) AS plan_rows(letter, aql, tables, low_size, high_size, low_accept, high_accept, low_reject, high_reject)
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN (
        `__disposition_count_0_value` IS NULL
      )
      THEN NULL
      ELSE FILTER(
        ARRAY(
          STRUCT(
            CAST('major' AS STRING) AS `__disposition_list_0_0_value`,
            CAST(`__disposition_count_0_value` AS BIGINT) AS `__disposition_list_0_1_value`
          )
        ),
        item -> item.`__disposition_list_0_1_value` > 0
      )
    END AS `__disposition_list_0_value`
  FROM (
    SELECT
      *,
      CAST(`qty` AS BIGINT) AS `__disposition_0_value`,
      CASE
        WHEN NOT TRIM(CAST(`state` AS STRING)) IN ('')
        THEN CAST(`state` AS STRING)
      END AS `__disposition_1_value`,
      CASE
        WHEN NOT `maj` BETWEEN 0 AND 1000000000000
        THEN NULL
        ELSE CAST(`maj` AS BIGINT)
      END AS `__disposition_count_0_value`
    FROM source
  ) AS level_0
), plans_keyed AS (
  SELECT
    *,
    CASE
      WHEN `__disposition_0_value` >= 35001
      THEN 'D'
      WHEN `__disposition_0_value` >= 501
      THEN 'C'
      WHEN `__disposition_0_value` >= 51
      THEN 'B'
      WHEN `__disposition_0_value` >= 2
      THEN 'A'
      WHEN `__disposition_0_value` >= 1
      THEN '1'
    END AS `__disposition_plan_letter`,
    CASE
      WHEN COALESCE(CAST(`__disposition_1_value` AS STRING), '') IN ('normal', 'tightened')
      THEN COALESCE(CAST(`__disposition_1_value` AS STRING), '')
      ELSE CONCAT(COALESCE(CAST(`__disposition_1_value` AS STRING), ''), ' ', 'iso2859-1')
    END AS `__disposition_plan_tables`,
    'iso2859-1' AS `__disposition_plan_standard`
  FROM level_1
)
SELECT
  `qty`,
  `state`,
  `maj`,
  CASE
    WHEN `__disposition_ending` IN (0)
    THEN CAST(NULL AS STRING)
    WHEN `__disposition_ending` IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS `decision_outcome`,
  CASE
    WHEN `__disposition_unreadable`
    THEN FILTER(
      ARRAY(
        CASE WHEN NOT `qty` BETWEEN 1 AND 1000000000000 THEN 'qty' END,
        CASE
          WHEN CASE
            WHEN CAST(`state` AS STRING) IS NULL
            THEN FALSE
            WHEN CAST(`state` AS STRING) IN ('normal', 'tightened', 'reduced')
            THEN FALSE
            WHEN TRIM(CAST(`state` AS STRING)) IN ('')
            THEN FALSE
            ELSE TRUE
          END
          THEN 'state'
        END,
        CASE WHEN NOT `maj` BETWEEN 0 AND 1000000000000 THEN 'maj' END,
        CASE WHEN `__disposition_level_0` THEN '(by Python)' END
      ),
      text -> NOT text IS NULL
    )
    ELSE CAST(ARRAY() AS ARRAY<STRING>)
  END AS `decision_unreadable`
FROM (
SELECT
  *,
  CASE
    WHEN `__disposition_unreadable`
    THEN 0
    WHEN NOT `__disposition_level_4`
    THEN 1
    WHEN NOT CASE
      WHEN `__disposition_level_4`
      THEN (
        (
          (
            NOT `__disposition_level_0`
          ) AND `__disposition_major_is_some`
        )
        AND (
          `__disposition_level_1` >= `__disposition_major_high_reject`
        )
      )
    END
    THEN 2
    ELSE 3
  END AS `__disposition_ending`
FROM (
SELECT
  *,
  (
    (
      (
        (
          NOT `__disposition_level_0`
        ) AND `__disposition_major_is_some`
      )
      AND (
        `__disposition_level_1` >= `__disposition_major_high_reject`
      )
    )
    OR (
      NOT (
        (
          (
            `__disposition_level_0` OR (
              NOT `__disposition_major_is_some`
            )
          )
          OR (
            (
              NOT (
                NOT `__disposition_list_0_value` IS NULL
              )
            )
            OR (
              `__disposition_level_1` >= `__disposition_major_low_reject`
            )
          )
        )
        OR (
          CASE
            WHEN `__disposition_major_high_size` <= CASE
              WHEN NOT `__disposition_0_value` IS NULL
              THEN `__disposition_0_value`
              ELSE 0
            END
            THEN `__disposition_major_high_size`
            WHEN NOT `__disposition_0_value` IS NULL
            THEN `__disposition_0_value`
            ELSE 0
          END > 80
        )
      )
    )
  ) AS `__disposition_level_4`
FROM (
SELECT
  *,
  (
    (
      (
        NOT `qty` BETWEEN 1 AND 1000000000000
      )
      OR CASE
        WHEN CAST(`state` AS STRING) IS NULL
        THEN FALSE
        WHEN CAST(`state` AS STRING) IN ('normal', 'tightened', 'reduced')
        THEN FALSE
        WHEN TRIM(CAST(`state` AS STRING)) IN ('')
        THEN FALSE
        ELSE TRUE
      END
    )
    OR (
      (
        NOT `maj` BETWEEN 0 AND 1000000000000
      ) OR `__disposition_level_0`
    )
  ) AS `__disposition_unreadable`
FROM (
SELECT
  *,
  COALESCE(
    EXISTS(
      `__disposition_list_0_value`,
      item_1 -> NOT (
        (
          NOT (
            item_1.`__disposition_list_0_1_value`
          ) IS NULL
        )
        AND (
          NOT (
            item_1.`__disposition_list_0_0_value`
          ) IS NULL
        )
      )
    ),
    FALSE
  ) AS `__disposition_level_0`,
  COALESCE(
    AGGREGATE(
      FILTER(
        `__disposition_list_0_value`,
        item_1 -> (
          (
            (
              NOT (
                item_1.`__disposition_list_0_1_value`
              ) IS NULL
            )
            AND (
              (
                item_1.`__disposition_list_0_1_value`
              ) <> 0
            )
          )
          AND (
            (
              NOT (
                item_1.`__disposition_list_0_0_value`
              ) IS NULL
            )
            AND (
              (
                item_1.`__disposition_list_0_0_value`
              ) = 'major'
            )
          )
        )
      ),
      CAST(0 AS DECIMAL(38, 0)),
      (total, item_1) -> CAST(total + CASE
        WHEN NOT (
          item_1.`__disposition_list_0_1_value`
        ) IS NULL
        THEN item_1.`__disposition_list_0_1_value`
        ELSE 0
      END AS DECIMAL(38, 0))
    ),
    0
  ) AS `__disposition_level_1`
FROM (
SELECT
  __disposition_lots.*,
  NOT __disposition_plan_of_major.letter IS NULL AS `__disposition_major_is_some`,
  COALESCE(
    (
      (
        (
          NOT __disposition_lots.`__disposition_plan_letter` IS NULL
        )
        AND (
          __disposition_lots.`__disposition_plan_standard` <> ''
        )
      )
      AND (
        __disposition_plan_of_major.letter IS NULL
      )
    ),
    FALSE
  ) AS `__disposition_major_is_none`,
  COALESCE(__disposition_plan_of_major.low_size, 0) AS `__disposition_major_low_size`,
  COALESCE(__disposition_plan_of_major.high_size, 0) AS `__disposition_major_high_size`,
  COALESCE(__disposition_plan_of_major.low_accept, 0) AS `__disposition_major_low_accept`,
  COALESCE(__disposition_plan_of_major.high_accept, 0) AS `__disposition_major_high_accept`,
  COALESCE(__disposition_plan_of_major.low_reject, 0) AS `__disposition_major_low_reject`,
  COALESCE(__disposition_plan_of_major.high_reject, 0) AS `__disposition_major_high_reject`
FROM plans_keyed AS __disposition_lots
LEFT JOIN plans AS __disposition_plan_of_major
  ON (
    (
      (
        __disposition_plan_of_major.letter = __disposition_lots.`__disposition_plan_letter`
      )
      AND (
        __disposition_plan_of_major.tables = __disposition_lots.`__disposition_plan_tables`
      )
    )
    AND (
      __disposition_plan_of_major.aql = 2500
    )
  )
) AS plans_joined
) AS level_2
) AS level_3
) AS level_4
) AS level_5
